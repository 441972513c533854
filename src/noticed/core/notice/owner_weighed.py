"""Whose name is the rights owner's, by what was learned of other mails: asked after the rules.

Every candidate is weighed by all that is known of it, those of the rules among them, and so is that he is not named.
Whom most speaks for comes first: as a guess, where no rule does. Never raises.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import NOTHING, Weights, shared
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
from noticed.core.notice.traits import Setting, nobody, traits

_NOBODY = ""
"""The key of him who is not named."""
_TRUST = 1.5
"""How many times likelier another has to be than whom the rules name."""
_SURE, _LITTLE = 0.5, 0.1
"""Share that another has to have, and the most that is left for whom the rules name, where these are as good as sure.
All were chosen on mails that were not learned from."""
_UNNAMED = 0.7
"""Share from which he whom a rule names is none."""
RULED = 2
"""Names of the rules that are weighed, too."""


def owners_weighed(sheet: Sheet, kind: NoticeKind, ruled: Iterator[Name], *, several: bool) -> Iterator[Name]:
    """Names of rights owners, the best first: him whom most speaks for before those of the rules.

    None where much more speaks for it that he is not named. ``several``: it has several complaints, each of which may
    have its own owner; those of the rules are told in order, and the first of them has to be much unlikelier.
    """
    found = list(islice(ruled, RULED))
    first = next(iter(found), None)
    learned = sheet.dialect.learned.get(Sort.NAMES, NOTHING)
    labelled = _is_labelled(sheet, first)
    sure = labelled if first is None else _is_plain(sheet, first) and (labelled or _is_spelled(sheet, first))
    if learned.rows and kind is not NoticeKind.OTHER and not sure:
        place, in_order = setting(sheet, kind, found), several and len(found) > 1
        best = _best(learned, place, is_sure=in_order or labelled)
        if best == _NOBODY and place.ruled:
            return
        if best != place.ruled:
            told = place.found[best]
            name = Name(text=told.text, start=told.start, guess=True)
            found = found[1:] if in_order else found
            yield from (each for each in tidied(sheet, [name]) if not is_for_other_things(sheet, each.start))
    yield from found
    yield from ruled


def _best(learned: Weights, place: Setting, *, is_sure: bool) -> str:
    """The key of the name that most speaks for; ``is_sure``: whom the rules name is, unless another is much
    likelier."""
    features = {_NOBODY: nobody(place), **{key: traits(place, each) for key, each in place.found.items()}}
    scores = {key: learned.weigh(frozenset(each)).scores(Ask.OWNER).get(YES, 0.0) for key, each in features.items()}
    shares = shared(scores)
    best = max(shares, key=shares.__getitem__)
    if best == _NOBODY:
        return place.ruled if is_sure or shares[best] < _UNNAMED else best
    if is_sure:
        return best if place.ruled and shares[best] > _SURE and shares[place.ruled] < _LITTLE else place.ruled
    return best if not place.ruled or shares[best] > _TRUST * shares[place.ruled] else place.ruled


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


def _is_plain(sheet: Sheet, name: Name) -> bool:
    """Whether no word of a name but those that join them is an ordinary one or a number: nothing else stands in it."""
    form = _last_form(sheet, name.text)
    words = plain_words(name.text[: form.start() if form else None], capitals(sheet.dialects).joining)
    return not any(word.isdigit() or ordinary_of(sheet).is_known(word) for word in words)


def _is_spelled(sheet: Sheet, name: Name) -> bool:
    """Whether a rule names a firm by its legal form, and the host of an address spells it: that is sure enough."""
    form = None if name.guess else _last_form(sheet, name.text)
    if form is None:
        return False
    words = plain_words(name.text[: form.start()], capitals(sheet.dialects).joining)
    specs = (address.spec for address in find_addresses(sheet))
    others = (spec for spec in specs if not is_amazon(spec.rpartition("@")[2], sheet.marketplaces))
    return any(host_spells(spec, words, ordinary_of(sheet)) for spec in others)


def _last_form(sheet: Sheet, text: str) -> re.Match[str] | None:
    """The legal form at the end of a name."""
    forms = capitals(sheet.dialects).company.finditer(text)
    return next((form for form in forms if form.end() == len(text) and form.start()), None)
