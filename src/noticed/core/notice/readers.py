"""Addresses of the reader's own side: whom a message went to, who passed it on. None of them complained."""

import re

from noticed.core.mail.model import Message
from noticed.core.mail.recipients import list_domain, registrable_domain

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def readers(message: Message) -> frozenset[str]:
    """Whom a message went to, and what the footer of a mailing list names that passed it on."""
    return frozenset(address.spec for address in (*message.to, *message.cc)) | _of_list(message)


def wrappers(message: Message) -> frozenset[str]:
    """The people of a message in which another is forwarded."""
    people = (*message.from_, *message.to, *message.cc, *message.reply_to)
    return frozenset(address.spec for address in people) | _of_list(message)


def _of_list(message: Message) -> frozenset[str]:
    """The addresses in a text at the host of its mailing list, under any name of its domain."""
    host = list_domain(message)
    found = (match[0].lower() for match in _ADDRESS.finditer(message.text)) if host else ()
    return frozenset(address for address in found if registrable_domain(address) == host)
