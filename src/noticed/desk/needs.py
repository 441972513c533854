"""What a letter asks of the operator, as fields of a form."""

from noticed.core.case.model import Case, LetterKind
from noticed.core.values import Value
from noticed.desk.visit import Visit
from noticed.render.letters import slots_of

_SHORT = frozenset(
    {
        "own_number",
        "own_type",
        "own_office",
        "own_holder",
        "own_status",
        "relation",
        "checked",
        "supplier",
        "examined_by",
    }
)


class Need(Value):
    """One field."""

    name: str
    label: str
    required: bool
    attests: bool = False
    """A tick, not a text: only it says yes."""
    or_file: bool = False
    """A file does as well."""
    claim: bool = False
    """Names the file that shows it, where there are several."""
    short: bool = False
    columns: str = ""
    """Of a table: a line a row."""


def needs(visit: Visit, kind: LetterKind, case: Case) -> tuple[Need, ...]:
    """The fields, required ones first."""
    return tuple(
        Need(
            name=slot.name,
            label=label(visit, slot.name),
            required=slot.required,
            attests=slot.attests,
            or_file=slot.or_file,
            claim=slot.claim,
            short=slot.day or slot.name in _SHORT,
            columns=" | ".join(slot.columns),
        )
        for slot in slots_of(kind, case, visit.context.templates)
    )


def label(visit: Visit, name: str) -> str:
    """What the field is called; its own name where the catalogue knows none."""
    told = visit.say.word("desk_slot", name)
    return told if told != name else name.replace("_", " ")
