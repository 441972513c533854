"""Decisions and letters by the operator's hand: fill in, read the very letter, send it. Nothing leaves unread.

What is sent carries the mark of what was shown: where the facts changed in between, it is shown again.
"""

from starlette.responses import Response

from noticed.core.case.model import AMAZON_LETTERS, DRAFTS, LETTER_OF, Case, LetterKind, Outcome
from noticed.core.case.slots import PROOF
from noticed.desk.needs import Need, label, needs
from noticed.desk.visit import NotHere, Visit, go
from noticed.ports import Refused, Tx
from noticed.render.letters import Missing, Unfit
from noticed.service import decisions
from noticed.service.foresight import Foreseen, chosen_kind, foresee
from noticed.service.write import Extra

_DRAWER = 25 * 1024 * 1024
"""Octets of evidence that wait in a session."""


def form(visit: Visit) -> Response:
    """What this decision needs; the letter itself where it needs nothing."""
    outcome = _outcome(visit)
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        fields = needs(visit, LETTER_OF[outcome], case)
        shown, _ = _look(visit, tx, case, LETTER_OF[outcome]) if not fields else (None, "")
    return _page(visit, case, outcome, fields, shown)


def decide(visit: Visit) -> Response:
    """Keep the evidence and show the letter; or send what was shown."""
    outcome = _outcome(visit)
    kind = LETTER_OF[outcome]
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        fields = needs(visit, kind, case)
        problem = _keep_files(visit, case)
        shown, missing = _look(visit, tx, case, kind)
    problem = problem or missing
    if visit.form.get("step") != "send" or shown is None:
        return _page(visit, case, outcome, fields, shown, problem)
    if visit.form.get("mark") != shown.mark:
        return _page(visit, case, outcome, fields, shown, visit.say("desk.changed_meanwhile"))
    try:
        done = decisions.decide(visit.context, case.case, outcome, visit.form.get("note"), _extra(visit, case, kind))
    except Refused as refused:
        return _page(visit, case, outcome, fields, shown, visit.say.line(str(refused)))
    visit.session.drawer.pop(case.case, None)
    return go(f"/letters/{done.letter.letter}" if done.letter else f"/cases/{case.case}", "decided")


def writing(visit: Visit) -> Response:
    """Which letter to the complainant, and what it would say."""
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        kind = _kind(visit, case)
        shown, problem = _look(visit, tx, case, kind)
    return _writing(visit, case, kind, shown, problem)


def write(visit: Visit) -> Response:
    """Send what was shown."""
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        kind = _kind(visit, case)
        shown, problem = _look(visit, tx, case, kind)
    if shown is None or visit.form.get("step") != "send":
        return _writing(visit, case, kind, shown, problem)
    if visit.form.get("mark") != shown.mark:
        return _writing(visit, case, kind, shown, visit.say("desk.changed_meanwhile"))
    done = decisions.write_to_complainant(visit.context, case.case, kind, _extra(visit, case, kind))
    return go(f"/letters/{done.letter.letter}" if done.letter else f"/cases/{case.case}", "written")


def _outcome(visit: Visit) -> Outcome:
    found = next((o for o in Outcome if o == visit.path["outcome"]), None)
    if found is None:
        raise NotHere
    return found


def _kind(visit: Visit, case: Case) -> LetterKind:
    wanted = visit.form.get("kind") or visit.query.get("kind")
    return next((k for k in decisions.TO_COMPLAINANT if k == wanted), None) or chosen_kind(case)


def _look(visit: Visit, tx: Tx, case: Case, kind: LetterKind) -> tuple[Foreseen | None, str]:
    """The letter as it would be written, or what is missing."""
    say = visit.say
    try:
        return foresee(tx, visit.context, case, kind, _extra(visit, case, kind)), ""
    except Missing as missing:
        return None, say("desk.still_needs", what=", ".join(label(visit, name) for name in missing.slots))
    except Unfit as unfit:
        return None, _in_words(visit, str(unfit))
    except Refused as refused:
        return None, say.line(str(refused))


def _in_words(visit: Visit, unfit: str) -> str:
    """What is wrong with a field, by the name it has on the page."""
    name, _, rest = unfit.partition(" ")
    if rest.startswith("needs proof"):
        return visit.say("desk.needs_proof", what=label(visit, name))
    return visit.say.line(unfit)


def _extra(visit: Visit, case: Case, kind: LetterKind) -> Extra:
    """What was filled in, each claim with the file that shows it. Evidence goes to Amazon, never to a complainant."""
    if kind not in AMAZON_LETTERS:
        return Extra()
    fields = needs(visit, kind, case)
    files = visit.session.drawer.get(case.case, ())
    wanted = [need.name for need in fields] + [need.name + PROOF for need in fields if need.claim]
    given = {name: visit.form.get(name).replace("\r\n", "\n") for name in wanted if visit.form.get(name)}
    known = {file.name for file in files}
    slots = {name: text for name, text in given.items() if not name.endswith(PROOF) or text in known}
    return Extra(slots=slots, files=files)


def _keep_files(visit: Visit, case: Case) -> str:
    """Uploaded evidence waits in the session until it is sent or taken out; a line where there is too much."""
    drawer = visit.session.drawer
    kept = [f for f in drawer.get(case.case, ()) if visit.form.get("remove") != f.name]
    fresh = [f for f in visit.form.files if f.content]
    names = {f.name for f in fresh}
    wanted = (*(f for f in kept if f.name not in names), *fresh)
    others = sum(len(f.content) for name, files in drawer.items() if name != case.case for f in files)
    if sum(len(f.content) for f in wanted) + others > _DRAWER:
        return visit.say("desk.too_much", n=_DRAWER // 2**20)
    drawer[case.case] = wanted
    return ""


def _page(
    visit: Visit,
    case: Case,
    outcome: Outcome,
    fields: tuple[Need, ...],
    shown: Foreseen | None,
    problem: str = "",
) -> Response:
    files = visit.session.drawer.get(case.case, ())
    return visit.show(
        "decide",
        status=409 if problem and visit.form.get("step") == "send" else 200,
        case=case,
        outcome=outcome.value,
        kind=visit.say.kind(LETTER_OF[outcome]),
        fields=fields,
        values={name: visit.form.fields.get(name, "") for n in fields for name in (n.name, n.name + PROOF)},
        note=visit.form.get("note"),
        files=[(file.name, max(1, len(file.content) // 1024)) for file in files],
        shown=shown,
        problem=problem,
    )


def _writing(visit: Visit, case: Case, kind: LetterKind, shown: Foreseen | None, problem: str = "") -> Response:
    kinds = [(k.value, visit.say.kind(k)) for k in decisions.TO_COMPLAINANT]
    values = {"kinds": kinds, "kind": kind.value, "draft": kind in DRAFTS, "shown": shown, "problem": problem}
    return visit.show("write", status=409 if problem and visit.form.get("step") else 200, case=case, **values)
