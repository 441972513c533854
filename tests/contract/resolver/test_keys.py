"""Asking for DKIM keys: what the twin and a real resolver both do, and what only the network can do."""

import socket
import time
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.e2e.dns import DnsServer

from noticed.adapters import dns as adapter
from noticed.adapters.dns import DnsResolver
from noticed.adapters.memory import MemoryResolver
from noticed.core.mail.model import KeyStatus
from noticed.ports import Resolver

NAME = "sel._domainkey.amazon.com"


class World(Protocol):
    """Names and their records, and whoever looks them up."""

    @property
    def resolver(self) -> Resolver: ...

    def publish(self, name: str, text: str) -> None: ...

    def fail(self, name: str) -> None: ...


class MemoryWorld:
    def __init__(self) -> None:
        self.resolver = MemoryResolver()

    def publish(self, name: str, text: str) -> None:
        self.resolver.keys[name] = text

    def fail(self, name: str) -> None:
        self.resolver.failing.add(name)


class DnsWorld:
    def __init__(self, server: DnsServer) -> None:
        self.server = server
        self.resolver = DnsResolver([server.address])

    def publish(self, name: str, text: str) -> None:
        self.server.texts[name] = text

    def fail(self, name: str) -> None:
        self.server.failing.add(name)


@pytest.fixture(params=["memory", "dns"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    server: DnsServer = request.getfixturevalue("dns")
    server.texts.clear()
    server.failing.clear()
    server.silent.clear()
    return DnsWorld(server)


def test_a_key_in_several_strings_is_one_text(world: World) -> None:
    text = "v=DKIM1; k=rsa; p=" + "MIIB" * 100
    world.publish(NAME, text)
    key = world.resolver.key(NAME)
    assert (key.status, key.text, key.name) == (KeyStatus.FOUND, text, NAME)
    assert key.nameserver
    assert not key.secure


def test_case_and_a_final_dot_do_not_matter(world: World) -> None:
    world.publish(NAME, "v=DKIM1; p=MIIB")
    key = world.resolver.key("Sel._DomainKey.AMAZON.com.")
    assert (key.status, key.name) == (KeyStatus.FOUND, NAME)


def test_a_key_too_large_for_one_packet_is_found(world: World) -> None:
    world.publish(NAME, "v=DKIM1; n=" + "x" * 4000 + "; p=MIIB")
    assert world.resolver.key(NAME).text.endswith("p=MIIB")


def test_a_name_that_does_not_exist_is_missing(world: World) -> None:
    assert world.resolver.key("nobody._domainkey.amazon.com").status is KeyStatus.MISSING


def test_a_server_that_fails_is_an_error_and_not_a_missing_key(world: World) -> None:
    world.publish(NAME, "v=DKIM1; p=MIIB")
    world.fail(NAME)
    assert world.resolver.key(NAME).status is KeyStatus.ERROR


def test_other_records_are_read_as_they_are(world: World) -> None:
    world.publish("brand.example", "v=spf1 -all")
    assert world.resolver.texts("Brand.example.") == ("v=spf1 -all",)
    assert world.resolver.texts("_dmarc.brand.example") == world.resolver.texts("a..b") == ()
    world.fail("brand.example")
    assert world.resolver.texts("brand.example") is None


def test_what_is_no_name_is_missing(world: World) -> None:
    for name in ("", "." * 5, "a..b", "x" * 70 + ".amazon.com", "a." * 200, "ä\udcff.com", "\x00"):
        assert world.resolver.key(name).status is KeyStatus.MISSING


@given(st.text(max_size=80))
def test_no_name_is_too_strange_to_be_looked_at(name: str) -> None:
    adapter.question(name)


def test_a_silent_server_is_asked_again_and_then_is_an_error(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "SECONDS", 0.2)
    dns.silent.add("silent.test")
    before = dns.asked["silent.test"]
    started = time.monotonic()
    assert DnsResolver([dns.address]).key("silent.test").status is KeyStatus.ERROR
    assert dns.asked["silent.test"] - before >= adapter.TRIES
    assert time.monotonic() - started < 5


def test_no_server_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "SECONDS", 0.2)
    assert DnsResolver(["127.0.0.1:1"]).key(NAME).status is KeyStatus.ERROR


def test_a_nameserver_may_be_given_with_and_without_a_port() -> None:
    given = {
        "127.0.0.1:5353": ("127.0.0.1", 5353),
        "9.9.9.9": ("9.9.9.9", 53),
        "[::1]:5353": ("::1", 5353),
        "2620:fe::fe": ("2620:fe::fe", 53),
        "[2620:fe::fe]": ("2620:fe::fe", 53),
    }
    for text, (address, port) in given.items():
        server = adapter.nameserver(text)
        assert (server.address, server.port) == (address, port)


def test_a_published_key_signs_what_it_verifies(dns: DnsServer) -> None:
    import dkim

    private = dns.publish("amazon.com", "mailed")
    letter = b"From: notice@amazon.com\r\nSubject: x\r\n\r\ny\r\n"
    signed = dkim.sign(letter, b"mailed", b"amazon.com", private) + letter
    key = DnsResolver([dns.address]).key("mailed._domainkey.amazon.com")
    assert dkim.verify(signed, dnsfunc=lambda *_, **__: key.text.encode())  # type: ignore[no-untyped-call]


def test_nameservers_that_do_not_answer_are_waited_for_once_and_not_for_every_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(adapter, "SECONDS", 0.3)
    now = 0.0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = DnsResolver([f"127.0.0.1:{silent.getsockname()[1]}"], monotonic=lambda: now)
        begun = time.monotonic()
        assert resolver.key(NAME).status is KeyStatus.ERROR
        once = time.monotonic() - begun
        for number in range(100):
            assert resolver.key(f"s{number}._domainkey.amazon.de").status is KeyStatus.ERROR
        assert time.monotonic() - begun < 2 * once
        now = adapter.REST + 1
        begun = time.monotonic()
        assert resolver.key(NAME).status is KeyStatus.ERROR
        assert time.monotonic() - begun > 0.3, "it is asked again"
