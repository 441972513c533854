"""The sections of a dialect about who is named: what a name looks like, and how a text speaks of the complainant."""

from noticed.core.notice.phrase import Phrases
from noticed.core.values import Value


class NameWords(Value):
    """How names of people and firms are written."""

    forms: tuple[str, ...] = ()
    """Legal forms, in every spelling: a company, not its contact person."""
    partnered: tuple[str, ...] = ()
    """Those of them behind which the partners are named: "S.n.c. di A. Oak"."""
    abbreviated: tuple[str, ...] = ()
    """Abbreviations at the end of a name, which a full stop belongs to: "Ltd."."""
    courtesy: tuple[str, ...] = ()
    """What a person is addressed with, without its stop, and no part of the name: "Ms"."""
    titles: tuple[str, ...] = ()
    """The same before or behind a person's: "Dr.", "Esq."."""
    degrees: tuple[str, ...] = ()
    """What stands behind a person's name and a comma, without the last stop: "M.D", "Esq"."""
    joining: tuple[str, ...] = ()
    """Small words within a name: "Oak and Daughters"."""
    opening: tuple[str, ...] = ()
    """Words before a name that are none of it, as they are printed where a sentence begins: "Die", "The firm"."""
    nobody: tuple[str, ...] = ()
    """Words of which no name is made alone, though they may begin with a capital."""
    places: tuple[str, ...] = ()
    """Countries, which complain of nothing: "who owns a trademark in Canada"."""
    cases: tuple[str, ...] = ()
    """Endings that are hung on a name behind an apostrophe, and are none of it."""
    yours: tuple[str, ...] = ()
    """Words with which no name begins, as they speak of the reader: "Your"."""
    theirs: tuple[str, ...] = ()
    """Those of them that may speak of somebody else, too: "su", "ihr"."""
    links: tuple[str, ...] = ()
    """Words between a name and its address: "at", "unter"."""
    beside: tuple[str, ...] = ()
    """In a script without blanks, what may stand right before or behind a name: "受", "委托", "より"."""


class OwnerWords(Value):
    """How a text speaks of the complainant."""

    words: Phrases = Phrases()
    names: tuple[str, ...] = ()
    """Phrases with a slot {name}, matched on what is printed."""
    lower: Phrases = Phrases()
    """What says that a name is printed without a capital: only then one is read so."""
    makers: Phrases = Phrases()
    """Words for who made a work or has a right, behind which his name stands between commas."""
    above: Phrases = Phrases()
    """How a paragraph begins by which the lines above it are the complainant's: "this company reported"."""
    missing: Phrases = Phrases()
    """What stands where a name or an address was left out."""
    masks: tuple[str, ...] = ()
    """Words in square brackets that stand for what was taken out: "[redacted]"."""
    behalf: Phrases = Phrases()
    """Between an agent and whom he acts for: "on behalf of"."""
    acting: tuple[str, ...] = ()
    """The same as a label below the agent's: "For"."""
    agents: Phrases = Phrases()
    """Signs of an agent or lawyer."""
    write: Phrases = Phrases()
    """Labels that say where to write, and of whose address nothing: "Write to", "Questions to"."""
    strangers: Phrases = Phrases()
    """An address in such a sentence is not the complainant's."""
    suppliers: Phrases = Phrases()
    """Before the name of whom the reader bought from: "the invoice of"."""
    helpers: Phrases = Phrases()
    """Before the name of somebody who may help the reader: "for legal advice", "translated by"."""
    outsiders: Phrases = Phrases()
    """Roles of those who are named with their address and complain of nothing: "laboratory", "customs", "carrier"."""
    uninvolved: Phrases = Phrases()
    """What right behind an address says that its owner is not the one: "is not a party to this"."""
    unasked: Phrases = Phrases()
    """What right before an address says that nobody is to write there: "do not contact"."""
