"""The evidence of a case: what is there, what becomes of it, and what is added or taken out."""

from starlette.responses import Response

from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.slots import day
from noticed.core.values import Value
from noticed.desk.visit import NotHere, Visit, go
from noticed.ports import Exhibit, Refused
from noticed.service import accepting, travel, vault
from noticed.service.vault import Kept, Offered


class Row(Value):
    """One file."""

    id: int
    name: str
    kind: str
    size: int
    """kB."""
    dated: str
    expires: str
    expired: bool
    out: str
    """Why it was taken out; "" while it is in."""
    added: str


def evidence(visit: Visit) -> Response:
    """The list, and two forms."""
    return _page(visit)


def change(visit: Visit) -> Response:
    """Add files, or take one out."""
    with visit.context.store.read() as tx:
        name = visit.case(tx).case
    try:
        if visit.form.get("do") == "remove":
            vault.remove(visit.context, name, visit.form.get("name"), visit.form.get("why"))
            return go(f"/cases/{name}/evidence", "taken_out")
        kept = uploaded(visit, name)
    except Refused as refused:
        return _page(visit, visit.say.line(str(refused)))
    if not kept:
        return _page(visit, visit.say("evidence.which_file"))
    return _page(visit, told=tuple(_what_becomes(visit, each) for each in kept))


def original(visit: Visit) -> Response:
    """The file as it came, to be saved: no browser opens it here."""
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        found = [x for x in tx.exhibits.of_case(case.case, whole=True) if str(x.id) == visit.path["exhibit"]]
    if not found or not found[0].content:
        raise NotHere
    ascii_name = found[0].name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}"'}
    return Response(found[0].content, media_type="application/octet-stream", headers=headers)


def uploaded(visit: Visit, case: str) -> tuple[Kept, ...]:
    """Keep what came with this form. Raises ``Refused``."""
    kind = next((each for each in ExhibitKind if each == visit.form.get("kind")), None)
    days = {}
    for name in ("dated", "expires"):
        text = visit.form.get(name)
        days[name] = day(text) if text else None
        if text and days[name] is None:
            raise Refused(f"{name}: write the day like 2021-05-03")
    offered = [Offered(file=file, kind=kind, **days) for file in visit.form.files]
    return vault.add(visit.context, case, offered, "desk") if offered else ()


def row(visit: Visit, exhibit: Exhibit) -> Row:
    """A file as a line of a list."""
    return Row(
        id=exhibit.id,
        name=exhibit.name,
        kind=visit.say.word("exhibit", exhibit.kind),
        size=max(1, exhibit.size // 1024),
        dated=exhibit.dated.isoformat() if exhibit.dated else "",
        expires=exhibit.expires.isoformat() if exhibit.expires else "",
        expired=vault.expired(exhibit, vault.today(visit.context)),
        out=(exhibit.removed_why or "–") if exhibit.removed_at else "",
        added=visit.say.at(exhibit.added_at),
    )


def _what_becomes(visit: Visit, kept: Kept) -> str:
    with visit.context.store.read() as tx:
        found = visit.case(tx)
    name = kept.exhibit.name
    key = "evidence.added" if kept.fresh else "evidence.known"
    said = visit.say(key, name=name, kind=visit.say.word("exhibit", kept.exhibit.kind))
    return f"{said}{visit.say('why.semicolon')}{travel.in_words(visit.context, found, name, visit.say)}"


def _page(visit: Visit, problem: str = "", told: tuple[str, ...] = ()) -> Response:
    with visit.context.store.read() as tx:
        case = visit.case(tx)
        kept = tx.exhibits.of_case(case.case)
    return visit.show(
        "evidence",
        status=409 if problem else 200,
        case=case,
        rows=[row(visit, each) for each in kept],
        kinds=[(kind.value, visit.say.word("exhibit", kind)) for kind in ExhibitKind],
        accepts=travel.accepted(accepting.shape(visit.context, case), visit.say),
        problem=problem,
        told=told,
    )
