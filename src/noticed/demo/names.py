"""A DNS of its own: answers TXT questions from a dictionary, over UDP. Nothing is raised."""

import asyncio
from collections.abc import Mapping
from typing import cast

import dns.exception
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

_STRING = 255
"""Octets of one string of a TXT record (RFC 1035 section 3.3.14)."""


class Names(asyncio.DatagramProtocol):
    """``texts``: name without the last dot → its TXT record. Every other name does not exist."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer through."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One question, one answer; what is no question gets none."""
        try:
            query = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        if self._transport and query.question:
            self._transport.sendto(self._answer(query).to_wire(), addr)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(query, recursion_available=True)
        asked = query.question[0]
        text = self._texts.get(asked.name.to_text(omit_final_dot=True).lower())
        if text is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif asked.rdtype == dns.rdatatype.TXT:
            strings = " ".join(f'"{text[at : at + _STRING]}"' for at in range(0, len(text), _STRING))
            response.answer.append(dns.rrset.from_text(asked.name, 300, "IN", "TXT", strings))
        return response
