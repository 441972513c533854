"""Decisions and letters by the operator's hand: fill in, read the very letter, send it. Nothing leaves unread.

What is sent carries the mark of what was shown: where the facts changed in between, it is shown again.
"""

from collections.abc import Collection

from starlette.responses import Response

from noticed.core.case.model import AMAZON_LETTERS, DRAFTS, LETTER_OF, Case, LetterKind, Outcome
from noticed.core.case.slots import PROOF
from noticed.desk.needs import label, needs
from noticed.desk.pages import evidence
from noticed.desk.visit import NotHere, Visit, go
from noticed.ports import Refused
from noticed.render.letters import Missing, Unfit
from noticed.service import decisions, letter_files, vault
from noticed.service.extra import Extra
from noticed.service.foresight import Foreseen, chosen_kind, foresee

_TAKE = "take."
"""Beginning of the fields that name evidence: its number behind it, its name in it."""


def form(visit: Visit) -> Response:
    """What this decision needs; the letter itself where it needs nothing."""
    outcome = _outcome(visit)
    kind = LETTER_OF[outcome]
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        taken = set(letter_files.taken_unasked(tx, visit.context, case, kind))
    fields = needs(visit, kind, case)
    shown = _look(visit, case, kind, taken)[0] if not fields else None
    return _page(visit, case, outcome, taken, shown)


def decide(visit: Visit) -> Response:
    """Keep the evidence and show the letter; or send what was shown."""
    outcome = _outcome(visit)
    kind = LETTER_OF[outcome]
    with visit.context.store.read() as tx:
        case = visit.case(tx)
    taken = {text for name, text in visit.form.fields.items() if name.startswith(_TAKE)}
    try:
        taken |= {kept.exhibit.name for kept in evidence.uploaded(visit, case.case)}
        shown, problem = _look(visit, case, kind, taken)
    except Refused as refused:
        shown, problem = None, visit.say.line(str(refused))
    if visit.form.get("step") != "send" or shown is None:
        return _page(visit, case, outcome, taken, shown, problem)
    if visit.form.get("mark") != shown.mark:
        return _page(visit, case, outcome, taken, shown, visit.say("desk.changed_meanwhile"))
    extra = _extra(visit, case, kind, taken)
    try:
        done = decisions.decide(visit.context, case.case, outcome, visit.form.get("note"), extra)
    except Refused as refused:
        return _page(visit, case, outcome, taken, shown, visit.say.line(str(refused)))
    return go(f"/letters/{done.letter.letter}" if done.letter else f"/cases/{case.case}", "decided")


def writing(visit: Visit) -> Response:
    """Which letter to the complainant, and what it would say."""
    with visit.context.store.read() as tx:
        case = visit.case(tx)
    kind = _kind(visit, case)
    shown, problem = _look(visit, case, kind, set())
    return _writing(visit, case, kind, shown, problem)


def write(visit: Visit) -> Response:
    """Send what was shown."""
    with visit.context.store.read() as tx:
        case = visit.case(tx)
    kind = _kind(visit, case)
    shown, problem = _look(visit, case, kind, set())
    if shown is None or visit.form.get("step") != "send":
        return _writing(visit, case, kind, shown, problem)
    if visit.form.get("mark") != shown.mark:
        return _writing(visit, case, kind, shown, visit.say("desk.changed_meanwhile"))
    done = decisions.write_to_complainant(visit.context, case.case, kind, Extra())
    return go(f"/letters/{done.letter.letter}" if done.letter else f"/cases/{case.case}", "written")


def _outcome(visit: Visit) -> Outcome:
    found = next((o for o in Outcome if o == visit.path["outcome"]), None)
    if found is None:
        raise NotHere
    return found


def _kind(visit: Visit, case: Case) -> LetterKind:
    wanted = visit.form.get("kind") or visit.query.get("kind")
    return next((k for k in decisions.TO_COMPLAINANT if k == wanted), None) or chosen_kind(case)


def _look(visit: Visit, case: Case, kind: LetterKind, taken: Collection[str]) -> tuple[Foreseen | None, str]:
    """The letter as it would be written, or what is missing."""
    say = visit.say
    try:
        extra = letter_files.prepared(visit.context, case.case, kind, _extra(visit, case, kind, taken))
        with visit.context.store.read() as tx:
            return foresee(tx, visit.context, case, kind, extra), ""
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


def _extra(visit: Visit, case: Case, kind: LetterKind, taken: Collection[str]) -> Extra:
    """What was filled in, each claim with the file that shows it. Evidence goes to Amazon, never to a complainant."""
    if kind not in AMAZON_LETTERS:
        return Extra()
    fields = needs(visit, kind, case)
    wanted = [need.name for need in fields] + [need.name + PROOF for need in fields if need.claim]
    slots = {name: visit.form.get(name).replace("\r\n", "\n") for name in wanted if visit.form.get(name)}
    with visit.context.store.read() as tx:
        known = {each.name for each in vault.there(tx, case)}
    slots = {name: text for name, text in slots.items() if not name.endswith(PROOF) or text in known}
    return Extra(slots=slots, names=tuple(name for name in taken if name in known))


def _page(
    visit: Visit,
    case: Case,
    outcome: Outcome,
    taken: Collection[str],
    shown: Foreseen | None,
    problem: str = "",
) -> Response:
    fields = needs(visit, LETTER_OF[outcome], case)
    with visit.context.store.read() as tx:
        kept = vault.there(tx, case)
    return visit.show(
        "decide",
        status=409 if problem and visit.form.get("step") == "send" else 200,
        case=case,
        outcome=outcome.value,
        kind=visit.say.kind(LETTER_OF[outcome]),
        fields=fields,
        values={name: visit.form.fields.get(name, "") for n in fields for name in (n.name, n.name + PROOF)},
        note=visit.form.get("note"),
        files=[evidence.row(visit, each) for each in kept],
        taken=taken,
        shown=shown,
        problem=problem,
    )


def _writing(visit: Visit, case: Case, kind: LetterKind, shown: Foreseen | None, problem: str = "") -> Response:
    kinds = [(k.value, visit.say.kind(k)) for k in decisions.TO_COMPLAINANT]
    values = {"kinds": kinds, "kind": kind.value, "draft": kind in DRAFTS, "shown": shown, "problem": problem}
    return visit.show("write", status=409 if problem and visit.form.get("step") else 200, case=case, **values)
