"""What the story leaves in its folder: every letter as it arrived, every digest, what was received, and one page.

Written from the mailboxes of the embedded servers, so that it is what people really got. Raises ``OSError`` where
the folder cannot be written.
"""

from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from noticed.core.mail.match import LETTER_HEADER


def parsed(raw: bytes) -> EmailMessage:
    """A message as its reader sees it."""
    return message_from_bytes(raw, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    """Its words."""
    return _part(message, "plain")


def is_letter(raw: bytes) -> bool:
    """Whether noticed wrote it."""
    return LETTER_HEADER in parsed(raw)


def keep_page(digest: EmailMessage, folder: Path) -> None:
    """A digest as a page: digest.html."""
    (folder / "digest.html").write_text(_part(digest, "html"), encoding="utf-8")


def keep_mail(folder: Path, mails: Mapping[str, bytes]) -> None:
    """Each message as NAME.eml in a new folder."""
    folder.mkdir()
    for name, raw in mails.items():
        (folder / f"{name}.eml").write_bytes(raw)


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return "\n".join(str(part.get_content()).splitlines()) if part is not None else ""
