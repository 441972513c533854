"""Whoever makes pictures of files: pages of a PDF, other kinds of pictures, smaller ones."""

from collections.abc import Sequence
from typing import Protocol

from noticed.core.mail.model import File


class Pictures(Protocol):
    """Files are a stranger's, or the operator's: whatever they hold, the answer comes within a minute."""

    def made(self, files: Sequence[File], types: frozenset[str], most: int) -> tuple[tuple[File, ...], ...]:
        """Of each file its pictures, of one of these content types, all together at most ``most`` octets. The same
        files give the same pictures.

        Raises ``Refused`` with one line that names the file, what is wrong with it, and what to do.
        """
