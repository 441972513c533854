"""What a letter asks of the operator, as fields of a form."""

from noticed.core.case.model import LetterKind
from noticed.core.values import Value
from noticed.desk.visit import Visit

_SHORT = frozenset({"own_number", "own_type", "own_office", "own_holder", "own_since", "checked"})


class Need(Value):
    """One field."""

    name: str
    label: str
    required: bool
    attests: bool = False
    """A tick, not a text: only it says yes."""
    or_file: bool = False
    """A file does as well."""
    short: bool = False


def needs(visit: Visit, kind: LetterKind) -> tuple[Need, ...]:
    """The fields, required ones first."""
    template = visit.context.templates.find(kind, "en")
    return tuple(
        Need(
            name=name,
            label=label(visit, name),
            required=name in template.needs,
            attests=name in template.by_yes,
            or_file=name in template.by_file,
            short=name in _SHORT,
        )
        for name in template.slots
    )


def label(visit: Visit, name: str) -> str:
    """What the field is called; its own name where the catalogue knows none."""
    told = visit.say.word("desk_slot", name)
    return told if told != name else name.replace("_", " ")
