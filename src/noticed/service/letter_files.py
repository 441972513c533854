"""What of a case's evidence goes with a letter to Amazon, in the shape this notice accepts. Nothing is sent here.

A letter takes the files it is told to take, and those its claims name; told of none, a letter that claims something of
the right or the goods takes all PDFs and pictures that are there and have not expired. Raises ``Refused``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noticed.core.case.accepts import Accepts
from noticed.core.case.exhibits import PDF, media_of
from noticed.core.case.model import AMAZON_LETTERS, Case, LetterKind
from noticed.core.case.slots import PROOF
from noticed.core.mail.model import File
from noticed.ports import Exhibit, Refused, Tx
from noticed.render.letters import slots_of
from noticed.service.accepting import accepts_of, notices_of
from noticed.service.context import Context
from noticed.service.extra import Extra
from noticed.service.finding import case_of
from noticed.service.vault import Offered, exhibit_of, expired, sum_of, there, today

LETTER = 7 * 1024 * 1024
"""Octets of files in one letter: 10 MB as mail, which every provider we know takes, and most servers of recipients."""
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff"})
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def taken_unasked(tx: Tx, context: Context, case: Case, kind: LetterKind) -> tuple[str, ...]:
    """Names of what a letter takes that is told of no file."""
    if kind not in AMAZON_LETTERS or not _rests_on_proof(context, case, kind):
        return ()
    holding = (each for each in there(tx, case) if not expired(each, today(context)))
    return tuple(
        each.name for each in holding if each.content_type.startswith("image/") or each.content_type == PDF.type
    )


def prepared(context: Context, name: str, kind: LetterKind, extra: Extra) -> Extra:
    """``extra`` with the files the letter takes, and what is sent in their place. Slow: no transaction is open."""
    if kind not in AMAZON_LETTERS:
        return extra
    with context.store.read() as tx:
        case = case_of(tx, name)
        kept = tx.exhibits.of_case(case.case)
        fresh, called = _fresh(context, case, extra.files, kept)
        slots = _renamed(extra.slots, called)
        wanted = _wanted(tx, context, case, kind, replace(extra, slots=slots), called)
        content = {x.sha256: x.content for x in tx.exhibits.of_case(case.case, whole=True)} if wanted else {}
        notices = notices_of(tx, case)
    now = today(context)
    originals = [File(name=x.name, content_type=x.content_type, content=content[x.sha256]) for x in wanted]
    originals += [File(name=x.name, content_type=x.content_type, content=x.content) for x in fresh]
    takes = accepts_of(context, notices)
    _no_links(slots, takes)
    pictures = pictures_of(context, originals, takes)
    return replace(
        extra,
        slots=slots,
        files=tuple(originals),
        pictures=pictures,
        expired=frozenset(x.name for x in (*wanted, *fresh) if expired(x, now)),
        fresh=tuple(fresh),
    )


def _fresh(
    context: Context, case: Case, files: Sequence[File], kept: Sequence[Exhibit]
) -> tuple[list[Exhibit], dict[str, str]]:
    """Files that are not in the case yet, as exhibits; and by what name each given file is known now."""
    made: list[Exhibit] = []
    called: dict[str, str] = {}
    for file in files:
        sum_ = sum_of(file)
        known = next((x for x in (*(k for k in kept if k.removed_at is None), *made) if x.sha256 == sum_), None)
        if known is None:
            known = exhibit_of(context, case, Offered(file=file), "decision", (*kept, *made))
            removed = next((k for k in kept if k.sha256 == sum_), None)
            if removed:
                raise Refused(f"{removed.name} was taken out ({removed.removed_why}): add it again first")
            made.append(known)
        called[file.name] = known.name
    return made, called


def _wanted(
    tx: Tx, context: Context, case: Case, kind: LetterKind, extra: Extra, called: Mapping[str, str]
) -> list[Exhibit]:
    """What of the case's evidence the letter takes."""
    proofs = [text.strip() for name, text in extra.slots.items() if name.endswith(PROOF)]
    names = [*(extra.names or ()), *proofs, *called.values()]
    if extra.names is None and not names:
        names = list(taken_unasked(tx, context, case, kind))
    folded = {name.casefold() for name in names}
    found = [each for each in there(tx, case) if each.name.casefold() in folded]
    known = {each.name.casefold() for each in found}
    for name in extra.names or ():
        if name.casefold() not in known:
            raise Refused(f'{case.case}: no evidence "{name}": noticed evidence {case.case}')
    return found


def _renamed(slots: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str]:
    return {k: called.get(text.strip(), text) if k.endswith(PROOF) else text for k, text in slots.items()}


def _no_links(slots: Mapping[str, str], takes: Accepts) -> None:
    """Notices that print what they accept refuse links in the same breath."""
    for name, text in slots.items():
        if takes.types and not name.endswith(PROOF) and _LINK.search(text):
            raise Refused(f"{name}: this notice takes no links: say it in words, or attach a picture of the page")


def _rests_on_proof(context: Context, case: Case, kind: LetterKind) -> bool:
    """Whether it claims something of the right or the goods; what we did, or never did, is our own account."""
    slots = slots_of(kind, case, context.templates)
    stands_by = any(slot.attests and slot.required for slot in slots)
    return any(slot.claim or (slot.or_file and stands_by) for slot in slots)


def pictures_of(context: Context, files: Sequence[File], takes: Accepts) -> dict[str, tuple[File, ...]]:
    """What is sent of each file. Where the notice is silent a PDF goes as it is too, as far as there is room."""
    if not files:
        return {}
    most = min(LETTER, takes.octets * 3 // 4) if takes.octets else LETTER
    types = takes.types or _PICTURES
    beside = [file for file in files if not takes.types and media_of(file.content) is PDF]
    whole = sum(len(file.content) for file in beside)
    if whole > most // 2:
        beside, whole = [], 0
    made = context.pictures.made(files, types, most - whole)
    return {file.name: (*made[n], *([file] if file in beside else [])) for n, file in enumerate(files)}
