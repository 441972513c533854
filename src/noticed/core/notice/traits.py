"""What a candidate for the owner's name is weighed by: how it was come by, how it is written, what stands around it.

Never raises.
"""

import re
from collections.abc import Mapping

from noticed.core.notice.brand import brand_of
from noticed.core.notice.candidates import Candidate
from noticed.core.notice.capitals import capitals
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.ordinary import Ordinary, ordinary_of
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.surroundings import surroundings
from noticed.core.values import Value, kept

_STEM = 6
"""Letters by which a word of a name counts."""
_LONG = 4
"""Letters of a word of an address that may be a name's, less one."""
_FAR = 400
"""Characters behind the place of a name in which it is looked for: it may have been mended."""
_WIDE = "\u2e80"
_SMALL = r"(?:[^\W\d_A-Z]{1,3}|&)"
_BEFORE = re.compile(
    rf"(?:(?P<joined>[^\W\d_a-z][\w.&'’-]{{0,40}} {_SMALL} )|(?P<capital>[^\W\d_a-z][\w.&'’-]{{0,40}} )"
    r"|(?P<glued>['’-])|(?P<letter>\w))\Z"
)
_BEHIND = re.compile(
    rf"(?:(?P<joined> {_SMALL} [^\W\d_a-z])|(?P<capital> [^\W\d_a-z])|(?P<glued>['’-]\w)|(?P<letter>\w))"
)
_REACH = 60
_COMMA = re.compile(r",? ?\(?")


class Setting(Value):
    """What the candidates of one notice have in common."""

    sheet: Sheet
    kind: NoticeKind
    found: Mapping[str, Candidate]
    ruled: str
    """The key of the name that a rule puts first; empty where none names anybody."""

    @kept
    def ordinary(self) -> Ordinary:
        return ordinary_of(self.sheet)

    @kept
    def boxes(self) -> list[tuple[str, str]]:
        """What stands before and behind the mark of each address that is neither Amazon's nor the reader's, letters
        and digits alone."""
        found = []
        for spec in dict.fromkeys(address.spec for address in find_addresses(self.sheet)):
            local, _, host = spec.rpartition("@")
            if spec not in self.sheet.own and not is_amazon(host, self.sheet.marketplaces):
                found.append((alphanumeric(fold(local)), alphanumeric(fold(host.rpartition(".")[0]))))
        return found

    @kept
    def own(self) -> str:
        """Where the mail was sent to."""
        return " ".join(self.sheet.own)


def nobody(setting: Setting) -> list[str]:
    """What is known of its naming no owner."""
    language, is_ruled = setting.sheet.dialect.language, bool(setting.ruled)
    return [
        "nobody",
        f"nobody {setting.kind}",
        f"nobody {language}",
        f"nobody {language} {is_ruled}",
        f"nobody boxes {min(len(setting.boxes), 2)}",
        f"nobody of {min(len(setting.found) // 8, 5)}",
    ]


def traits(setting: Setting, name: Candidate) -> list[str]:
    """What is known of one candidate."""
    page, near = setting.sheet.page, surroundings(setting.sheet)
    start = page.text.find(name.text, name.start, name.start + _FAR)
    start = start if start >= 0 else page.text.find(name.text, setting.sheet.body)
    start = start if start >= 0 else name.start  # over the end of a line
    end = start + len(name.text)
    return [
        f"kind {setting.kind}",
        *[f"by {origin}" for origin in name.origins],
        *_relations(setting, name.key),
        *_writing(setting, name.text),
        *_spelled(setting, name.key),
        *_touching(setting.sheet, start, end),
        *near.around(start, end),
        *near.heading(start),
        *near.place(start, end),
    ]


def _relations(setting: Setting, own: str) -> list[str]:
    """How it stands to the name that a rule found, and to others within it or around it."""
    ruled, within = setting.ruled, f" {own} "
    found = [] if own == ruled else ["not ruled" if ruled else "none ruled"]
    around = [key for key in setting.found if own in key and key != own and within in f" {key} "]
    inside = [key for key in setting.found if key in own and key != own and f" {key} " in within]
    found += ["in ruled" if key == ruled else "in other" for key in around[:2]]
    return found + ["of ruled" if key == ruled else "of other" for key in inside[:2]]


def _writing(setting: Setting, text: str) -> list[str]:
    """How it is written: its length, its words, the legal form; of a script without blanks its ends."""
    words = [fold(word.strip(".,'’&()")) for word in text.split()]
    told = [setting.ordinary.has(word) for word in words if word]
    found = [
        f"words {min(len(words), 6)}",
        f"length {min(len(text) // 4, 8)}",
        f"ordinary {sum(told)} of {min(len(told), 5)}",
    ]
    form = capitals(setting.sheet.dialects).company.search(text)
    said = {
        "form ends": form is not None and form.end() == len(text),
        "form within": form is not None and form.end() < len(text),
        "form begins": form is not None and form.start() == 0,
        "small": text.islower(),
        "small last": text.rsplit(maxsplit=1)[-1].islower() and (form is None or form.end() < len(text)),
        "small within": any(word.islower() and len(word) > _LONG - 1 for word in text.split()[1:-1]),
        "capitals": text.isupper(),
        "begins small": text[0].islower(),
        "digit": any(map(str.isdigit, text)),
        "ordinary first": bool(told) and told[0],
        "ordinary last": bool(told) and told[-1],
        "brand": brand_of(setting.sheet.dialects).begins(fold(text)),
        "own": any(len(word) > _LONG and word in setting.own for word in words),
    }
    found += [each for each, is_so in said.items() if is_so]
    if max(text) >= _WIDE:
        return [*found, "wide", f"first {text[0]}", f"first {text[:2]}", f"last {text[-1]}", f"last {text[-2:]}"]
    stems = [word[:_STEM] for word in words]
    return [*found, f"first {stems[0]}", f"last {stems[-1]}", *[f"word {stem}" for stem in stems]]


def _spelled(setting: Setting, key: str) -> list[str]:
    """Whether an address spells it."""
    words, whole = key.split(), key.replace(" ", "")
    long, first = [word for word in words if len(word) > _LONG - 1], "".join(word[0] for word in words)
    found = {
        f"{part} {how}"
        for box in setting.boxes
        for part, said in zip(("local", "host"), box, strict=True)
        for how, is_so in (
            ("is", said == whole),
            ("begins", said != whole and len(said) > _LONG - 1 and whole.startswith(said)),
            ("goes on", said != whole and len(whole) > _LONG - 1 and said.startswith(whole)),
            ("has", any(word in said for word in long)),
            ("has all", bool(long) and all(word in said for word in long)),
            ("initials", len(first) > 1 and said.startswith(first)),
        )
        if is_so
    }
    return sorted(found) or ["unspelled" if setting.boxes else "no box"]


def _touching(sheet: Sheet, start: int, end: int) -> list[str]:
    """What stands right before and behind it, which may be a part of the name."""
    text = sheet.page.text
    before, behind = _BEFORE.search(text[max(start - _REACH, 0) : start]), _BEHIND.match(text, end)
    comma = _COMMA.match(text, end)
    found = [
        f"{before.lastgroup if before else _mark(text[max(start - 1, 0) : start])} before",
        f"{behind.lastgroup if behind else _mark(text[end : end + 1])} behind",
    ]
    if capitals(sheet.dialects).company.match(text, comma.end() if comma else end):
        found.append("form follows")
    return found


def _mark(char: str) -> str:
    """A character as one that a line of a file may have."""
    return char.strip() or repr(char)
