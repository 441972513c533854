"""What weights would change in how notices are read: a trial, on mails that were not learned from.

    python -m tests.learn.trial FOLDER      a folder as tests/corpus has: .eml with .json beside

Learns (minutes), then reads each notice of FOLDER by the rules alone and with ``of_notices`` asked after them. Prints
how many kinds and actions are right each way, and each mail that the weights change.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

from tests.corpus import read_corpus
from tests.learn import of_notices
from tests.learn.fitting import OF_NOTICES, weights
from tests.learn.samples import notices

from noticed.core.learned.weights import NOTHING, Weights
from noticed.core.mail.message import read_message
from noticed.core.notice import extract
from noticed.core.notice.actions import Reading, action
from noticed.core.notice.kind import kind
from noticed.core.notice.model import Notice, NoticeKind
from noticed.core.notice.sheet import Sheet

FIELDS = ("kind", "action")


def main() -> None:
    samples = notices()
    languages = sorted({each.language for each in samples})
    learned = {
        language: weights([each for each in samples if each.language == language], OF_NOTICES) for language in languages
    }
    right, count = Counter[tuple[str, str]](), 0
    for file in sorted(Path(sys.argv[1]).rglob("notices/*.eml")):
        gold = json.loads(file.with_suffix(".json").read_text("utf-8"))
        ways = {"rules": _read(file, {}), "with weights": _read(file, learned)}
        count += 1
        for field in FIELDS:
            found = {way: getattr(notice, field) for way, notice in ways.items()}
            right.update((field, way) for way, value in found.items() if value == gold.get(field))
            if len(set(found.values())) > 1:
                print(f"{file.name}: {field} {found['rules']} -> {found['with weights']}, is {gold.get(field)}")
    for field, way in right:
        print(f"{field:<14} {way:<13} {right[field, way]} of {count}")


def _read(file: Path, learned: dict[str, Weights]) -> Notice:
    def weighed_kind(sheet: Sheet, *given: object) -> Reading:
        known = learned.get(sheet.dialect.language, NOTHING)
        return of_notices.kind_weighed(known, sheet, kind(sheet, *given))  # type: ignore[arg-type]

    def weighed_action(sheet: Sheet, what: NoticeKind) -> Reading:
        known = learned.get(sheet.dialect.language, NOTHING)
        return of_notices.action_weighed(known, sheet, what, action(sheet, what))

    with mock.patch.multiple(extract, kind=weighed_kind, action=weighed_action):
        message = read_message(file.read_bytes())
        return extract.read_notice(message, read_corpus.dialects(), read_corpus.marketplaces())


if __name__ == "__main__":
    main()
