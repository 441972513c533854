"""What the operator supplies for a letter: ``--set``, a TOML file, files to attach, and questions at a terminal.

    attest = "yes"
    attach = ["chart.png"]                  # relative to this file
    earliest_sale = 2021-05-03
    own_number = { text = "5,123,456", proof = "registration.png" }
    [[claim_chart]]                         # a table: one of these a row
    claim = 1
    element = "a hinge"
    present = "no"

What stands in ``--set`` goes before what stands in the file.
"""

import mimetypes
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from noticed.cli.questions import ask, yes
from noticed.cli.speech import phrases
from noticed.core.case.model import LETTER_OF, Case, Outcome
from noticed.core.case.slots import ATTEST, PROOF, Slot
from noticed.core.mail.model import File
from noticed.ports import Refused
from noticed.render.letters import slots_of
from noticed.service import options
from noticed.service.context import Context
from noticed.service.extra import Extra

_ATTACH = "attach"
_LARGEST = 20 * 1024 * 1024


def at_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def supplied(values: Mapping[str, str], toml: Path | None, attach: Sequence[Path], known: Sequence[str] = ()) -> Extra:
    """Everything from the command line and the file. Raises ``Refused`` for what cannot be read.

    ``known``: names of the case's evidence; what is no file may be one of them.
    """
    slots, more = _from_file(toml) if toml else ({}, [])
    paths = dict.fromkeys((*more, *attach))
    names = tuple(path.name for path in paths if path.name in known and not path.is_file())
    files = tuple(file_of(path) for path in paths if path.name not in names)
    return Extra(slots={**slots, **values}, files=files, names=names or None)


def asked(services: Context, case: Case, outcome: Outcome, extra: Extra) -> Extra:
    """``extra``, with what is still missing asked for; as it is where nobody is there to answer."""
    if not at_terminal():
        return extra
    slots, files = dict(extra.slots), list(extra.files)
    for slot in slots_of(LETTER_OF[outcome], case, services.templates):
        with services.store.read() as tx:
            names = [*(file.name for file in files), *(extra.names or ())]
            choice = options.choice(tx, services, case, outcome, slots, names)
        if choice.stands_against or slot.name not in choice.missing:
            continue
        answer = _answer(slot)
        if slot.or_file and answer.startswith("@"):
            files.append(file_of(Path(answer[1:].strip()).expanduser()))
        elif answer:
            slots[slot.name] = answer
    return replace(extra, slots=slots, files=tuple(files))


def _answer(slot: Slot) -> str:
    say = phrases()
    label = say.word("desk_slot", slot.name)
    if slot.attests:
        return "yes" if ask(f"{label} {say('supplied.yes_no')}", yes) else ""
    if slot.or_file:
        label = f"{label} {say('supplied.or_file')}"
    return ask(label, str, default="")


def file_of(path: Path) -> File:
    """A file to attach. Raises ``Refused`` where there is none, or it is too large for a mail."""
    if not path.is_file():
        raise Refused(f"{path}: no such file")
    if path.stat().st_size > _LARGEST:
        raise Refused(f"{path}: larger than {_LARGEST // 2**20} MB")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(name=path.name, content_type=kind, content=path.read_bytes())


def _from_file(path: Path) -> tuple[dict[str, str], list[Path]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from None
    names = table.pop(_ATTACH, [])
    slots: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict) and "text" in value:
            slots[name] = _text(value["text"])
            if "proof" in value:
                slots[name + PROOF] = str(value["proof"])
        else:
            slots[name] = _text(value)
    if ATTEST in slots:
        slots[ATTEST] = "yes" if slots[ATTEST] == "true" else slots[ATTEST]
    return slots, [path.parent / str(name) for name in ([names] if isinstance(names, str) else names)]


def _text(value: object) -> str:
    """A value as ``--set`` would have it: rows of a table as lines with ``|``, a list as lines."""
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(_text(cell).replace("|", "/").replace("\n", " ") for cell in value.values())
    if isinstance(value, bool):
        return "true" if value else "no"
    return str(value)
