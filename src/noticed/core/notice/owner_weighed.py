"""Whose name is the rights owner's, by what was learned of other mails: asked after the rules.

Rules name him where a label or a phrase they know does. Elsewhere every candidate is weighed by all that is known of
it, the name of the rules among them, and comes first if it is much likelier, as a guess. Never raises.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import NOTHING, Weights
from noticed.core.notice.candidates import candidates
from noticed.core.notice.capitals import capitals
from noticed.core.notice.helpers import is_for_other_things
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.ordinary import ordinary_of, plain_words
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spelling import host_spells
from noticed.core.notice.tidied import tidied
from noticed.core.notice.traits import Setting, traits

_TRUST = 3.0
"""How many times likelier another name has to be than that of the rules. These were chosen on mails that were not
learned from."""
_LEAST, _ALONE = 0.1, 0.3
"""Chances from which a name takes the place of another, or is named at all."""
RULED = 2
"""Names of the rules that are weighed, too."""


def owners_weighed(sheet: Sheet, kind: NoticeKind, ruled: Iterator[Name], *, several: bool) -> Iterator[Name]:
    """Names of rights owners as the rules found them, the best first; before them one that is much likelier.

    ``several``: it has several complaints, each of which may have its own owner; those of the rules are told in order.
    """
    found = list(islice(ruled, RULED))
    first = next(iter(found), None)
    learned = sheet.dialect.learned.get(Sort.NAMES, NOTHING)
    told = _is_labelled(sheet, first) or _is_spelled(sheet, first) or (several and len(found) > 1)
    if learned.rows and kind is not NoticeKind.OTHER and not told:
        yield from _likelier(sheet, learned, setting(sheet, kind, found))
    yield from found
    yield from ruled


def _likelier(sheet: Sheet, learned: Weights, place: Setting) -> Iterator[Name]:
    """The name that is much likelier than that of the rules, if there is one who may have complained at all."""
    names = place.found.values()
    chances = {
        each.key: learned.weigh(frozenset(traits(place, each))).chances(Ask.OWNER).get(YES, 0.0) for each in names
    }
    best = max(chances, key=chances.__getitem__, default="")
    least = max(_LEAST, chances[place.ruled] * _TRUST) if place.ruled else _ALONE
    if best != place.ruled and chances[best] >= least:
        found = place.found[best]
        name = Name(text=found.text, start=found.start, guess=True)
        yield from (each for each in tidied(sheet, [name]) if not is_for_other_things(sheet, each.start))


def setting(sheet: Sheet, kind: NoticeKind, ruled: Sequence[Name]) -> Setting:
    """The candidates of a notice; ``ruled``: whom the rules name, the best first."""
    found = candidates(sheet, ruled)
    by_rule = (key for key, each in found.items() if "rule 0" in each.origins)
    return Setting(sheet=sheet, kind=kind, found=found, ruled=next(by_rule, ""))


def _is_labelled(sheet: Sheet, name: Name | None) -> bool:
    """Whether a label of the owner's says who he is, or that he is not named: nothing is surer."""
    labels = [hit for hit in sheet.hits if hit.base == "owner" and hit.strong]
    if name is None:
        return bool(labels)
    return not name.guess and any(hit.value <= name.start < hit.end for hit in labels)


def _is_spelled(sheet: Sheet, name: Name | None) -> bool:
    """Whether a rule names a firm by its legal form, and the host of an address spells it: that is sure enough."""
    form = None if name is None or name.guess else _last_form(sheet, name.text)
    if name is None or form is None:
        return False
    words = plain_words(name.text[: form.start()], capitals(sheet.dialects).joining)
    specs = (address.spec for address in find_addresses(sheet))
    others = (spec for spec in specs if not is_amazon(spec.rpartition("@")[2], sheet.marketplaces))
    return any(host_spells(spec, words, ordinary_of(sheet)) for spec in others)


def _last_form(sheet: Sheet, text: str) -> re.Match[str] | None:
    """The legal form at the end of a name."""
    forms = capitals(sheet.dialects).company.finditer(text)
    return next((form for form in forms if form.end() == len(text) and form.start()), None)
