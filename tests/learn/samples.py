"""Texts with what is known of them: the corpus, the rows of the tests, and free texts written to be learned from."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from tests.combined import cases, sentences
from tests.corpus import read_corpus
from tests.learn.rows import known, rows
from tests.unit.notice import reasons
from tests.unit.notice.reading import notice
from tests.unit.notice.test_cases import CASES, read_case
from tests.unit.notice.test_denials import DENIED, PLAIN
from tests.unit.notice.test_read import CASES as ROWS
from tests.unit.notice.test_read import read_row

from noticed.core.learned.features import features
from noticed.core.mail.heard import spoken
from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply
from noticed.core.mail.stops import words_of
from noticed.core.notice import extract
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

TESTS = Path(__file__).parents[1]
TEXTS = Path(__file__).parent / "texts"
"""``LANGUAGE-notices.jsonl``, ``LANGUAGE-mails.jsonl`` (whole ones, with their subjects) and
``LANGUAGE-answers.jsonl``: one JSON object a line, a text and what is known of it."""
ENDINGS = frozenset({"retraction", "reinstatement"})
_WANTED = {"kind": "kind", "action": "action", "reply_kind": "kind"}
_SAID = {"no_retraction": None, "no_refusal": "unrelated"}
"""What rows say that tell what an answer is not: one that refuses nothing says nothing that has a name."""
_NEVER: Mapping[str, Mapping[str, str]] = {"no ending": {"ends": "no"}, "no retraction": {}}
"""What is known where only that is told."""
_SOME, _FEW = 5, {"notice": 11, "mail": 2}
"""Of texts put together from parts every so many, of the many of ``tests.combined`` still fewer."""


class Sample(Value):
    """One text, folded, and question → answer."""

    language: str
    text: str
    known: Mapping[str, str]
    source: str
    """Name of the file it is from."""
    group: int = 0

    @property
    def is_row(self) -> bool:
        """Whether somebody wrote it for a test."""
        return self.source.endswith(".toml") and self.source not in {"combined.toml", "reasons.toml"}

    @property
    def is_mail(self) -> bool:
        """Whether it is a whole mail."""
        return self.source.endswith((".eml", "-mails.jsonl"))

    @property
    def features(self) -> frozenset[str]:
        """What it is weighed by."""
        return features(self.text)


def notices() -> list[Sample]:
    """Amazon's mails: whole ones, and the rows of the tests."""
    return [_ending(sample) for sample in (*_mails(), *_rows(), *_free("notices"), *_free("mails"))]


def answers() -> list[Sample]:
    """Complainants' mails."""
    found = [*_replies(), *_free("answers"), *_combined("mail")]
    for file in sorted((TESTS / "unit" / "mail").glob("answers*.toml")):
        for language, kinds in tomllib.loads(file.read_text("utf-8")).items():
            told = [(_SAID.get(kind, kind), text) for kind, texts in kinds.items() for text in texts]
            told = [(kind, text) for kind, text in told if kind]
            found += [_sample(language, text, file, {"kind": kind}) for kind, text in told if isinstance(text, str)]
    return found


def _ending(sample: Sample) -> Sample:
    kind = sample.known.get("kind")
    ends = sample.known.get("ends") or (kind and ("yes" if kind in ENDINGS else "no"))
    return _knowing(sample, {"ends": ends} if ends else {})


def _knowing(sample: Sample, more: Mapping[str, str]) -> Sample:
    return Sample(language=sample.language, text=sample.text, known={**sample.known, **more}, source=sample.source)


def _sample(language: str, text: str, source: Path, known: Mapping[str, str]) -> Sample:
    return Sample(language=language, text=fold(printed(text)), known=known, source=source.name)


def _seen(read: Callable[[], object]) -> Sheet | None:
    """The mail as the reader lays it out: the innermost notice, where it is a forward."""
    sheets: list[Sheet] = []
    wrapped = extract._read

    def kept(sheet: Sheet, *args: Any, **more: Any) -> Any:
        sheets.append(sheet)
        return wrapped(sheet, *args, **more)

    with mock.patch.object(extract, "_read", kept):
        read()
    return sheets[-1] if sheets else None


def read_mail(raw: bytes) -> object:
    """What the reader makes of a mail of Amazon's."""
    return extract.read_notice(read_message(raw), read_corpus.dialects(), read_corpus.marketplaces())


def _mails() -> Iterator[Sample]:
    for file in sorted((TESTS / "corpus").rglob("notices/*.eml")):
        sheet = _seen(partial(read_mail, file.read_bytes()))
        if sheet is not None:
            given = json.loads(file.with_suffix(".json").read_text("utf-8"))
            yield Sample(language=sheet.dialect.language, text=sheet.new, known=known(given), source=file.name)


def _replies() -> Iterator[Sample]:
    dialects = read_corpus.dialects()
    for file in sorted((TESTS / "corpus").rglob("replies/*.eml")):
        kind = json.loads(file.with_suffix(".json").read_text("utf-8"))["reply_kind"]
        text = read_reply(read_message(file.read_bytes()), dialects).new_text
        if text and not kind.startswith(("bounce", "amazon")):
            language = spoken(words_of(text, dialects), dialects)[0].language
            yield _sample(language, text, file, {"kind": kind})


def _free(sort: str) -> Iterator[Sample]:
    for file in sorted(TEXTS.glob(f"*-{sort}.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            given = json.loads(line)
            text = f"{given['subject']}\n\n{given['text']}" if "subject" in given else given["text"]
            yield _sample(given["l"], text, file, known(given))


def _combined(area: str) -> Iterator[Sample]:
    """Some of the texts put together from parts."""
    for case in cases(area):
        wanted = {question: str(case["want"][field]) for field, question in _WANTED.items() if field in case["want"]}
        told = next((_NEVER[value] for value in wanted.values() if value in _NEVER), wanted)
        for text in islice(sentences(case) if told else (), 0, None, _FEW[area]):
            yield _sample(case["language"], text, Path("combined.toml"), told)


def _rows() -> Iterator[Sample]:
    for name, (language, text, told) in rows():
        yield _sample(language, text, Path(name), told)
    for read, told, name in (*_cases(), *_denials()):
        sheet = _seen(read)
        if sheet is not None:
            yield Sample(language=sheet.dialect.language, text=sheet.new, known=told, source=name)
    for language in reasons.LANGUAGES:
        for each in islice(reasons.texts(language), 0, None, _SOME):
            yield _sample(language, each.said, Path("reasons.toml"), {"reason": "yes" if each.states else "no"})


def _cases() -> Iterator[tuple[Callable[[], object], Mapping[str, str], str]]:
    """Mails of the tests: how they are read, what is known of them, a name."""
    tables = [case for param in CASES for case in param.values if isinstance(case, dict)]
    yield from ((partial(read_case, case), known(case["expected"]), "cases.toml") for case in tables)
    yield from ((partial(read_row, row), known(row), "read.toml") for row in ROWS)


def _denials() -> Iterator[tuple[Callable[[], object], Mapping[str, str], str]]:
    for sentence, ends in (*((each, "no") for each in DENIED), *((each, "yes") for each in PLAIN)):
        text = f"{sentence}\n\nASIN: B0C1234567\nComplaint ID: 10987654321\n"
        yield partial(notice, text), {"ends": ends}, "denials.toml"
