"""Scores the reader of delivery reports on public ones, and on answers of people, which are none.

    python -m tests.corpus.bounces FOLDER [--misses]

The folder is sisimai's "set-of-emails"; of it the files of mail hosts and of RFC 3464 count. Exit status 1 when fewer
than 95 % are known as reports, the address is wrong in more than 10 % of those that name it in a field, or a person's
answer of tests/corpus counts as a report.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.read_corpus import dialects
from tests.corpus.scoring import HUMAN

from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.message import read_message

HERE = Path(__file__).parent
_NAMES = ("lhost-", "rhost-", "rfc3464-")
_FIELD = re.compile(
    rb"(?im)^(?:final-recipient:[ \t]*(?:rfc822|system)?[ \t]*;?|x-failed-recipients:)"
    rb"[ \t]*(?:\r?\n[ \t]+)?<?([^\s<>,;]+@[^\s<>,;]+)"
)


def reports(folder: Path) -> Iterator[Path]:
    """The files that count."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and re.sub(r"^.*__", "", file.name).startswith(_NAMES):
            yield file


def people() -> Iterator[Path]:
    """Answers of people in the corpora of this folder."""
    for gold in sorted(HERE.rglob("replies/*.json")):
        if json.loads(gold.read_text("utf-8"))["reply_kind"] in HUMAN:
            yield gold.with_suffix(".eml")


def main(folder: Path, *, tell: bool) -> int:
    """Prints the figures; with ``tell`` what was missed."""
    count, words = Counter[str](), dialects()
    for file in reports(folder):
        raw = file.read_bytes()
        named = {address.decode("ascii", "replace").lower().rstrip(".") for address in _FIELD.findall(raw)}
        bounce = read_bounce(read_message(raw), words)
        found = {r.address for r in bounce.recipients} if bounce else set()
        count.update(files=1, known=bounce is not None, named=bool(named), right=bool(named & found))
        if tell and (bounce is None or (named and not named & found)):
            print(f"  {file.name}: {'no report' if bounce is None else f'{sorted(found)}, named {sorted(named)}'}")
    taken = [file.name for file in people() if read_bounce(read_message(file.read_bytes()), words)]
    known, right = count["known"] / count["files"], count["right"] / count["named"]
    print(f"known as reports     {count['known']} of {count['files']}  {known:.3f}")
    print(f"failed address right {count['right']} of {count['named']}  {right:.3f}")
    print(f"people taken for one {len(taken)} of {len(list(people()))}", *taken)
    return 0 if known >= 0.95 and right >= 0.90 and not taken else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), tell="--misses" in sys.argv))
