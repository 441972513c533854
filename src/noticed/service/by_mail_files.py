"""Files in an answer to a digest become evidence of the case the answer names: "2 evidence", or beside a decision.

Only what the operator put there: a picture of his signature, or what nobody could send to Amazon, is said and left.
"""

from collections.abc import Mapping, Sequence

from noticed.core.case.exhibits import LARGEST, PDF, ExhibitKind, media_of, plain_name
from noticed.core.commands import Command, Verb
from noticed.core.mail.enclosed import Enclosed
from noticed.core.mail.model import File
from noticed.data import attachments
from noticed.ports import Exhibit, Refused
from noticed.service import travel, vault
from noticed.service.context import Context
from noticed.service.finding import case_of
from noticed.service.offers import Offer
from noticed.service.vault import Offered
from noticed.service.verdict import Verdict

MOST = 10
"""Files of one mail."""
SMALL = 8 * 1024
"""Octets below which a picture shows nothing anybody could check: the logo of a signature."""
_OF_LETTERS = frozenset({Verb.APPROVE, Verb.REJECT})


def kept(context: Context, verdict: Verdict, commands: Sequence[Command], offered: Mapping[int, Offer]) -> list[str]:
    """A line for each file, or why none was kept; before anything is decided that may rest on them."""
    asked = [command for command in commands if command.verb is Verb.EVIDENCE]
    if not asked and not verdict.whole.attachments:
        return []
    account, now = verdict.account, context.clock.now()
    files = context.reader.enclosed(verdict.row.raw, verdict.keys, account.trust.operators, now)
    if not files:
        return [f"{_about(command)}: there is no file in your mail" for command in asked]
    named = asked or [command for command in commands if command.verb not in _OF_LETTERS]
    cases = {offer.case: command for command in named if (offer := offered.get(command.number)) and offer.case}
    if len(cases) != 1:
        real = any(not file.in_text for file in files)
        return ["files not kept: name one case for them, on a line of its own: 2 evidence"] if asked or real else []
    ((case, command),) = cases.items()
    return [f"{_about(command)}: {line}" for line in _into(context, str(case), command, files, verdict.row.id)]


def _into(context: Context, case: str, command: Command, files: Sequence[Enclosed], message: int) -> list[str]:
    lines = []
    with context.store.read() as tx:
        removed = {x.sha256: x for x in tx.exhibits.of_case(case_of(tx, case).case) if x.removed_at}
    kind = _kind(command)
    for number, file in enumerate(files):
        name = plain_name(file.name)
        why = f"more than {MOST} files in one mail" if number >= MOST else _unfit(file)
        if why:
            lines.append(f"{case}: not kept: {name}: {why}")
            continue
        try:
            lines.append(_kept(context, case, Offered(file=_as_file(file), kind=kind), removed, message))
        except Refused as refused:
            lines.append(f"{case}: not kept: {refused}")
    return lines


def _kept(context: Context, case: str, offered: Offered, removed: Mapping[str, Exhibit], message: int) -> str:
    taken_out = next((x for x in removed.values() if x.sha256 == vault.sum_of(offered.file)), None)
    if taken_out:  # an old mail, sent once more, must not put it back
        return f"{case}: not kept: {taken_out.name} was taken out ({taken_out.removed_why}): add it again first"
    (made,) = vault.add(context, case, [offered], f"mail {message}")
    name, kind = made.exhibit.name, made.exhibit.kind.value
    if not made.fresh:
        return f"{case}: {name} is there already ({kind})"
    with context.store.read() as tx:
        found = case_of(tx, case)
    why = travel.hindrance(context, found, name)
    return f"{case}: kept: {name} ({kind})" + (f", but it cannot go to Amazon: {why}" if why else "")


def _unfit(file: Enclosed) -> str:
    """Why it is no evidence; "" where it may be."""
    media = media_of(file.content)
    if file.in_text and media.picture:
        return "it stands within the text of your mail: attach it as a file"
    if media.picture and len(file.content) < SMALL:
        return "too small to show anything, like the logo of a signature"
    if not media.picture and media is not PDF:
        return "neither a PDF nor a picture: save it as PDF"
    return f"larger than {LARGEST // 2**20} MB" if len(file.content) > LARGEST else ""


def _kind(command: Command) -> ExhibitKind | None:
    """What the operator called them behind a colon; None: by their names."""
    if command.verb is not Verb.EVIDENCE:
        return None
    words = attachments("by_mail")
    return next((ExhibitKind(kind) for kind, several in words.items() if command.note.strip() in several), None)


def _as_file(file: Enclosed) -> File:
    return File(name=file.name, content_type=media_of(file.content).type, content=file.content)


def _about(command: Command) -> str:
    return f"{command.number} {command.verb.value}"
