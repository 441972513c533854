"""Letters as files: a head of ``Name: value`` lines, an empty line, and the text (Jinja2, sandboxed).

    Subject: …            a template itself
    To: complainant       complainant, amazon or operator
    Cc: amazon            amazon or none
    Automatic: yes        yes or no
    Draft: yes            only where a person sends it
    Needs: analysis (or file), attest (yes)
    Takes: own_since (claim, day)      what the operator may supply besides

Marks of what is supplied: ``yes`` (the attestation), ``claim`` (needs proof), ``or file`` (a file stands for it, or
what is marked ``reason``), ``day``, ``columns a|b|c`` (a table); see ``core.case.slots``.
``<letter>/<variant>/<language>.txt`` is the letter for one kind of right, or for the account.

All letters are read and checked at start; ``BadTemplates`` lists everything that is wrong with its file
and line. A reworded letter can say other words, but never become one that leaves by itself, goes to
somebody else, or copies Amazon where the packaged one does not.
"""

import re
from collections.abc import Iterator, Mapping

from jinja2 import TemplateSyntaxError, meta

from noticed.core.case.model import AMAZON_LETTERS, CADENCE_LETTERS, DRAFTS, OPERATOR_LETTERS, LetterKind
from noticed.core.case.slots import MOST_NEEDED, Slot
from noticed.core.notice.model import IpType
from noticed.render.facts import BadTemplates
from noticed.render.templates import Template, Templates, compiled, environment
from noticed.render.wording import NAMES

_HEAD = ("Subject", "To", "Cc", "Automatic", "Draft", "Needs", "Takes")
_SLOT = re.compile(r"([a-z][a-z0-9_]*)(?: \(([^()]*)\))?")
_BETWEEN = re.compile(r",(?![^()]*\))")
_COLUMNS = re.compile(r"columns ([a-z_]+(?:\|[a-z_]+)*)")
_MARKS = frozenset({"yes", "claim", "reason", "or file", "day"})
_VARIANTS = frozenset({*IpType, "account"})


def read_templates(texts: Mapping[tuple[str, str], str], known: Mapping[tuple[str, str], str]) -> Templates:
    """Read letters from (kind, language) → text. Raises ``BadTemplates`` with all errors at once.

    Texts that stand in ``known`` are not looked into: they were checked when the program was made.
    """
    errors: list[str] = []
    found: dict[tuple[str, str], Template] = {}
    for (name, language), text in sorted(texts.items()):
        reader = _Reader(name, language)
        template = reader.read(text, checked=known.get((name, language)) == text)
        errors.extend(reader.errors)
        if template:
            found[name, language] = template
    errors.extend(_unlike(found, texts, known))
    written = {template.kind for template in found.values() if template.language == "en" and not template.variant}
    missing = [] if errors else sorted(set(LetterKind) - OPERATOR_LETTERS - written)
    errors.extend(f"letters/{kind}/en.txt: is missing" for kind in missing)
    if errors:
        raise BadTemplates(tuple(errors))
    return Templates(by_kind=found)


def _unlike(
    found: Mapping[tuple[str, str], Template],
    texts: Mapping[tuple[str, str], str],
    known: Mapping[tuple[str, str], str],
) -> Iterator[str]:
    """A letter asks for the same in every language: else what was supplied would be lost in one of them."""
    for (name, language), template in found.items():
        english = found.get((name, "en"))
        own = any(
            texts[name, tongue] != known.get((name, tongue)) for tongue in (language, "en") if (name, tongue) in texts
        )
        if english and own and set(template.slots) != set(english.slots):
            yield f"{template.file}, line 1: Needs and Takes must be those of letters/{name}/en.txt"


class _Reader:
    def __init__(self, name: str, language: str) -> None:
        self.name, self.language = name, language
        self.kind, _, self.variant = name.partition("/")
        self.errors: list[str] = []

    def _error(self, line: int, text: str) -> None:
        self.errors.append(f"letters/{self.name}/{self.language}.txt, line {line}: {text}")

    def read(self, text: str, *, checked: bool) -> Template | None:
        if self.kind not in set(LetterKind) - OPERATOR_LETTERS:
            self._error(1, f'there is no letter "{self.kind}"')
            return None
        if self.variant and self.variant not in _VARIANTS:
            self._error(1, f'"{self.variant}" is no right: one of {", ".join(sorted(_VARIANTS))}')
            return None
        head_text, _, body = text.replace("\r\n", "\n").partition("\n\n")
        head = self._head(head_text)
        slots = (*self._slots(head, "Needs"), *self._slots(head, "Takes"))
        template = Template(
            kind=LetterKind(self.kind),
            language=self.language,
            subject=head.get("Subject", (1, ""))[1],
            body=body,
            to=head.get("To", (1, ""))[1],
            cc="amazon" if head.get("Cc", (1, "none"))[1] == "amazon" else None,
            automatic=head.get("Automatic", (1, "no"))[1] == "yes",
            draft=head.get("Draft", (1, "no"))[1] == "yes",
            variant=self.variant,
            slots=slots,
            first_line=head_text.count("\n") + 3,
        )
        if checked:
            return template
        for line, words in self._contract(template, head):
            self._error(line, words)
        known = NAMES | {slot.name for slot in slots}
        self._check(head.get("Subject", (1, ""))[0], template.subject, known)
        self._check(template.first_line, body, known)
        return None if self.errors else template

    def _head(self, text: str) -> dict[str, tuple[int, str]]:
        head: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(text.split("\n"), 1):
            name, colon, value = line.partition(":")
            if not colon or name not in _HEAD:
                self._error(number, f"expected one of {', '.join(_HEAD)}, and a colon")
            elif name in head:
                self._error(number, f"{name} a second time")
            else:
                head[name] = (number, value.strip())
        return head

    def _slots(self, head: Mapping[str, tuple[int, str]], name: str) -> Iterator[Slot]:
        line, value = head.get(name, (1, ""))
        for each in filter(None, map(str.strip, _BETWEEN.split(value))):
            match = _SLOT.fullmatch(each)
            marks = set(filter(None, map(str.strip, (match[2] or "").split(",")))) if match else set()
            columns = next((found[1] for mark in marks if (found := _COLUMNS.fullmatch(mark))), "")
            if not match or match[1] in NAMES or marks - _MARKS - {f"columns {columns}"}:
                self._error(line, f'{name}: "{each}" cannot be the name of something to supply')
                continue
            yield Slot(
                name=match[1],
                required=name == "Needs",
                claim="claim" in marks,
                reason="reason" in marks,
                attests="yes" in marks,
                or_file="or file" in marks,
                day="day" in marks,
                columns=tuple(columns.split("|")) if columns else (),
            )

    def _contract(self, read: Template, head: Mapping[str, tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """What a letter may be is fixed by its kind (DESIGN: letters)."""
        to = "amazon" if read.kind in {*AMAZON_LETTERS, LetterKind.COUNTER_NOTICE} else "complainant"
        if not read.subject:
            yield 1, "Subject is missing"
        if read.to != to:
            yield head.get("To", (1, ""))[0], f"To: must be {to}"
        if head.get("Cc", (1, "none"))[1] not in ({"amazon", "none"} if read.kind in CADENCE_LETTERS else {"none"}):
            yield head["Cc"][0], "Cc: Amazon is copied on the letters of the cadence alone"
        for name in ("Automatic", "Draft"):
            if head.get(name, (1, "no"))[1] not in {"yes", "no"}:
                yield head[name][0], f"{name}: yes or no"
        if read.automatic and read.kind not in CADENCE_LETTERS:
            yield head["Automatic"][0], "Automatic: this letter never leaves by itself"
        if read.automatic and read.needs:
            yield head["Needs"][0], "Needs: a letter that leaves by itself cannot need anything"
        if len(read.needs) > MOST_NEEDED:
            yield head["Needs"][0], f"Needs: at most {MOST_NEEDED}"
        if read.draft != (read.kind in DRAFTS):
            yield head.get("Draft", (1, ""))[0], f"Draft: must be {'yes' if read.kind in DRAFTS else 'no'}"

    def _check(self, first: int, text: str, known: frozenset[str] | set[str]) -> None:
        env = environment()
        try:
            names = meta.find_undeclared_variables(env.parse(text))
            compiled(text)
        except TemplateSyntaxError as error:
            self._error(first + error.lineno - 1, error.message or "cannot be read")
            return
        for name in sorted(names - known):
            found = re.search(rf"\b{re.escape(name)}\b", text)
            line = first + text.count("\n", 0, found.start() if found else 0)
            self._error(line, f'nothing is called "{name}"; there are {", ".join(sorted(known))}')
