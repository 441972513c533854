"""Scores the reader of new text on sixty public mails, beside three parsers that do nothing else.

    python -m tests.corpus.quotes FOLDER [--misses]

The folder holds the collections of talon, zapier, github, crisp, mail-parser-reply and quotequail, as named in
quotes.toml, where what is new in each mail stands by hand. Right is a ratio of difflib of 0.95. Exit status 1
below 90 %.
"""

import difflib
import importlib
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.corpus.read_corpus import dialects
from tests.corpus.scoring import plain

from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.core.mail.quote import new_text

GOLD = Path(__file__).parent / "quotes.toml"
LEAST = 0.90
PEERS = ("mail-parser-reply", "quotequail", "email-reply-parser")
_TYPES = {
    ".eml": "",
    ".html": "Content-Type: text/html; charset=utf-8\n",
    ".txt": "Content-Type: text/plain; charset=utf-8\n",
}


def as_message(file: Path) -> Message:
    """A mail as it came, or a bare text or page as the body of one."""
    head = _TYPES[file.suffix]
    return read_message(
        (head + "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\n").encode() + file.read_bytes()
        if head
        else file.read_bytes()
    )


def readers() -> Mapping[str, Callable[[Message], str]]:
    """Name → reader: ours, and of the others those that are installed."""
    words = dialects()
    found: dict[str, Callable[[Message], str]] = {
        "noticed": lambda m: new_text(m.text, words, m.from_[0].name if m.from_ else "")
    }
    for name, module, reader in (
        ("mail-parser-reply", "mailparser_reply", _mail_parser_reply),
        ("quotequail", "quotequail", _quotequail),
        ("email-reply-parser", "email_reply_parser", _email_reply_parser),
    ):
        try:
            found[name] = reader(importlib.import_module(module))
        except ImportError:
            print(f"{name}: not installed; pip install {' '.join(PEERS)}", file=sys.stderr)
    return found


def _mail_parser_reply(module: Any) -> Callable[[Message], str]:
    languages = ["en", "da", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "sv", "zh"]
    parser = module.EmailReplyParser(languages=languages)
    return lambda m: str(parser.parse_reply(text=m.text) or "")


def _quotequail(module: Any) -> Callable[[Message], str]:
    def read(message: Message) -> str:
        known = module.unwrap(message.text)
        if known:
            return str(known.get("text_top") or "")
        return "\n".join(part for is_new, part in module.quote(message.text) if is_new)

    return read


def _email_reply_parser(module: Any) -> Callable[[Message], str]:
    return lambda m: str(module.EmailReplyParser.parse_reply(m.text))


def main(folder: Path, *, tell: bool) -> int:
    """Prints a line a reader; with ``tell`` what ours missed."""
    gold = tomllib.loads(GOLD.read_text("utf-8"))
    mails = [(as_message(folder / each["file"]), each) for each in gold["mail"]]
    ours = 0.0
    for name, read in readers().items():
        right = 0
        for message, each in mails:
            wanted, got = each["new"].replace("@fusce", gold["fusce"]), read(message)
            same = difflib.SequenceMatcher(None, plain(wanted), plain(got)).ratio() >= 0.95
            right += same
            if tell and name == "noticed" and not same:
                print(f"  {each['file']}: {got!r}")
        ours = right / len(mails) if name == "noticed" else ours
        print(f"{name:20}{right:3} of {len(mails)}  {right / len(mails):.3f}")
    return 0 if ours >= LEAST else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), tell="--misses" in sys.argv))
