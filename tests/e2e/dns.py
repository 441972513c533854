"""A small DNS server for the tests: answers TXT questions from a dictionary, over UDP and TCP.

Names in ``texts`` are found, names in ``failing`` get SERVFAIL, names in ``silent`` no answer at all, all others
NXDOMAIN. ``publish`` makes up a DKIM key pair and serves its public half, as a pretended Amazon would.
"""

import base64
import socketserver
import subprocess
from collections import Counter
from threading import Thread
from types import TracebackType
from typing import Self

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class DnsServer:
    """A DNS server on a loopback port; use it as a context manager."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.failing: set[str] = set()
        self.silent: set[str] = set()
        self.asked: Counter[str] = Counter()
        outer = self

        class Udp(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                wire, sock = self.request
                answer = outer.answer(wire, limit=1232)
                if answer is not None:
                    sock.sendto(answer, self.client_address)

        class Tcp(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                answer = outer.answer(self.rfile.read(int.from_bytes(self.rfile.read(2), "big")), limit=65535)
                if answer is not None:
                    self.wfile.write(len(answer).to_bytes(2, "big") + answer)

        self._udp = socketserver.UDPServer(("127.0.0.1", 0), Udp)
        self._tcp = socketserver.TCPServer(self._udp.server_address, Tcp)

    @property
    def address(self) -> str:
        """As ``[dns] nameservers`` takes it."""
        return f"127.0.0.1:{self._udp.server_address[1]}"

    def __enter__(self) -> Self:
        for server in (self._udp, self._tcp):
            Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()

    def publish(self, domain: str, selector: str) -> bytes:
        """Serve a new DKIM key of ``domain``; the private half in PEM, to sign with."""
        command = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        private = subprocess.run(command, check=True, capture_output=True).stdout
        command = ["openssl", "pkey", "-pubout", "-outform", "DER"]
        public = subprocess.run(command, check=True, capture_output=True, input=private).stdout
        self.texts[f"{selector}._domainkey.{domain}"] = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
        return private

    def answer(self, wire: bytes, limit: int) -> bytes | None:
        """The answer to one question in at most ``limit`` octets, or None."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked[name] += 1
        if name in self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.texts:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.TXT:
            text = self.texts[name]
            strings = " ".join(f'"{_escaped(text[at : at + 255])}"' for at in range(0, len(text), 255))
            response.answer.append(dns.rrset.from_text(question.name, 300, "IN", "TXT", strings))
        try:
            return response.to_wire(max_size=limit)
        except dns.exception.TooBig:
            response.answer.clear()
            response.flags |= dns.flags.TC
            return response.to_wire()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
