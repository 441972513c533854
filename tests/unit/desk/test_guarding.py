"""Who gets in, what a foreign page can do, what a stranger's words can do: nothing."""

import html
import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.desks import Answer, Client, Served
from tests.look.shop import HOSTILE
from tests.unit.desk.conftest import Seat
from tests.unit.service.world import World

from noticed.adapters.system import FixedClock
from noticed.desk import sessions
from noticed.desk.guard import host_name
from noticed.desk.site import file_name
from noticed.ports import LetterStatus, Refused

PAGES = ("/", "/cases", "/aside", "/health")
FOREIGN = (
    "attacker.example",
    "127.0.0.1.attacker.example",
    "localhost.attacker.example:8620",
    "127.0.0.1@attacker.example",
    "0.0.0.0",
    "",
    "[::1",
    "127.0.0.1:80:80",
)


def everything(world: World) -> dict[str, Any]:
    """All that a request could change."""
    with world.store.read() as tx:
        facts = {name: value for name, value in tx.facts.all().items() if not name.startswith("desk:")}
        return {"facts": facts, "letters": tx.outbox.all(), "cases": tx.cases.all(), "cursors": tx.mailboxes.all()}


def held(seat: Seat) -> str:
    """The letter that waits."""
    return next(x.letter for x in seat.world.letters() if x.status is LetterStatus.HELD)


@pytest.mark.parametrize("host", FOREIGN)
def test_no_foreign_name_is_answered(big: Seat, host: str) -> None:
    before = everything(big.world)
    for path in ("/", "/login", "/static/desk.css"):
        assert big.client.get(path, {"Host": host}).status == 421
    assert big.client.post("/pause", {"Host": host}).status == 421
    assert everything(big.world) == before


def test_names_are_read_as_browsers_write_them() -> None:
    assert [host_name(h) for h in ("LocalHost:8620", "[::1]:8620", "[::1]", "127.0.0.1")] == [
        "localhost",
        "::1",
        "::1",
        "127.0.0.1",
    ]


def test_without_a_session_there_is_only_the_login(big: Seat) -> None:
    stranger = Client(big.served)
    letter = held(big)
    before = everything(big.world)
    for path in (*PAGES, f"/letters/{letter}", "/mails/1", "/mails/1/formatted", "/nothing"):
        answer = stranger.get(path)
        assert (answer.status, answer.where) == (303, "/login")
    for path in ("/pause", "/run", f"/letters/{letter}/approve", f"/letters/{letter}/reject", "/language"):
        assert stranger.post(path).where == "/login"
    assert everything(big.world) == before


def test_a_form_needs_the_token_of_its_own_session(big: Seat) -> None:
    letter = held(big)
    mark = big.client.mark(f"/letters/{letter}")
    other = Client(big.served)
    other.log_in()
    for token in ("", "a" * 26, other.csrf, big.client.cookie):
        answer = big.client.post(f"/letters/{letter}/approve", csrf=token, mark=mark)
        assert answer.status == 403
    assert big.client.upload("/cases/N-GT7G/decide/own_rights", "a.png", b"x", csrf="").status == 403
    assert held(big) == letter


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://a.example"}]
)
def test_a_form_of_another_site_is_refused_even_with_the_token(big: Seat, headers: dict[str, str]) -> None:
    assert big.client.post("/pause", headers).status == 403
    assert not any(name.startswith("paused") for name in everything(big.world)["facts"])


def test_a_link_opens_one_session_and_the_store_does_not_know_it(big: Seat) -> None:
    word = sessions.new_link(big.world.context, None)
    with big.world.store.read() as tx:
        assert word not in str(tx.facts.all())
    first, second = Client(big.served), Client(big.served)
    assert first.post("/login", word=word).where == "/"
    assert first.get("/").status == 200
    assert second.post("/login", word=word).status == 403
    assert second.get("/").where == "/login"
    assert second.cookie == ""


def test_two_who_use_a_link_at_once_are_one_session(big: Seat) -> None:
    word = sessions.new_link(big.world.context, None)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(sessions.redeem(big.world.context, word))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each is not None for each in got) == 1


def test_links_and_sessions_end(small: Seat) -> None:
    word = sessions.new_link(small.world.context, None)
    small.world.clock.set(small.world.clock.now() + timedelta(minutes=16))
    assert Client(small.served).post("/login", word=word).status == 403
    assert small.client.get("/").status == 200
    small.world.clock.set(small.world.clock.now() + timedelta(hours=12))
    assert small.client.get("/").where == "/login"
    sessions.new_link(small.world.context, None)
    with small.world.store.read() as tx:
        assert sum(name.startswith("desk:") for name in tx.facts.all()) == 1, "links that have ended are removed"


def test_a_login_ends_also_where_the_store_lives_in_a_simulated_time(big: Seat) -> None:
    clock = FixedClock(datetime(2027, 5, 4, 9, 0, tzinfo=UTC))
    door = replace(big.world.context, clock=clock)
    with Served(big.world.context, clock=clock) as served:
        client = Client(served)
        word, late = sessions.new_link(door, None), sessions.new_link(door, None)
        assert client.post("/login", word=word).where == "/"
        assert client.get("/").status == 200
        clock.set(clock.now() + timedelta(hours=12, minutes=1))
        assert client.get("/").where == "/login"
        assert client.post("/login", word=late).status == 403


def test_who_logs_out_is_out(small: Seat) -> None:
    cookie = small.client.cookie
    assert small.client.post("/logout", csrf="").status == 403
    small.client.post("/logout")
    small.client.cookie = cookie
    assert small.client.get("/").where == "/login"


def test_guessing_ends_after_twenty_tries(small: Seat) -> None:
    guesser = Client(small.served)
    statuses = [guesser.post("/login", word=f"{n:052}").status for n in range(25)]
    assert statuses == [403] * 20 + [429] * 5
    word = sessions.new_link(small.world.context, None)
    assert guesser.post("/login", word=word).status == 429
    small.world.clock.set(small.world.clock.now() + timedelta(minutes=6))
    assert guesser.post("/login", word=word).where == "/"


def test_the_cookie_is_for_this_site_alone(big: Seat) -> None:
    word = sessions.new_link(big.world.context, None)
    cookie = Client(big.served).post("/login", word=word).headers["Set-Cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/", "max-age=43200"))
    with Served(big.world.context, names=("desk.example",)) as behind_tls:
        word = sessions.new_link(big.world.context, None)
        answer = Client(behind_tls).post("/login", {"Host": "desk.example"}, word=word)
        assert "secure" in answer.headers["Set-Cookie"].lower()


def test_every_answer_says_what_a_browser_may_do_with_it(big: Seat, pages: dict[str, Answer]) -> None:
    for path, answer in pages.items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        if not path.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store"
    for answer in (big.client.get("/", {"Host": "a.example"}), big.client.ask("PUT", "/", b"")):
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_no_get_changes_anything_and_every_link_leads_somewhere(big: Seat, pages: dict[str, Answer]) -> None:
    assert len(pages) > 60
    assert {path: a.status for path, a in pages.items() if a.status != 200} == {}
    before = everything(big.world)
    for path in pages:
        big.client.get(path)
    assert everything(big.world) == before


def test_a_strangers_words_are_only_words(pages: dict[str, Answer]) -> None:
    shown = "".join(answer.text for answer in pages.values())
    assert html.escape(HOSTILE, quote=False).replace('"', "&#34;") in shown, "they are shown as they are"
    for path, answer in pages.items():
        if path.startswith("/static/"):
            continue
        tags = re.findall(r"<[a-zA-Z][^>]*>", answer.text)
        assert not [tag for tag in tags if re.search(r"\son\w+=|javascript:|style=", tag, re.IGNORECASE)], path
        assert not re.search(r'(?:href|src|action)="(?![/#])', answer.text), path
        assert answer.text.count("<script") == (0 if path.endswith("/formatted") else 1)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.text)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_strangers_layout_is_stripped_and_locked_up(pages: dict[str, Answer]) -> None:
    formatted = [answer for path, answer in pages.items() if path.endswith("/formatted")]
    assert formatted
    for answer in formatted:
        assert answer.headers["Content-Security-Policy"].startswith("sandbox allow-same-origin; default-src 'none';")
        body = answer.text.partition("<main>")[2].partition("</main>")[0]
        for canary in ("<script", "<img", "<iframe", "<form", "<input", "<style", "href", "onload", "evil.example"):
            assert canary not in body.lower()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.toml",
        "/static/%2e%2e%2f%2e%2e%2fsettings.toml",
        "/static/..%5c..%5cdesk.css",
        "/static//etc/passwd",
        "/static/desk.css/",
        "/letters/..%2f..%2fetc%2fpasswd",
        "/mails/1e3",
        "/mails/-1",
        "/mails/99999999999999999999999999",
        "/cases/%00",
        "/cases/" + "N" * 5000,
    ],
)
def test_no_path_leads_out(big: Seat, path: str) -> None:
    answer = big.client.get(path)
    assert answer.status in {303, 307, 404}
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/", "file"),
        ("..", "file"),
        ("a\r\nX: y.png", "aX y.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        ("证据 1.png", "证据 1.png"),
    ],
)
def test_an_uploaded_file_keeps_only_its_own_name(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_how_much_may_be_sent_is_limited(big: Seat) -> None:
    client = big.client
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/pause", b"x" * 300_000, kind).status == 413
    assert client.ask("POST", "/pause", None, {**kind, "Content-Length": "x"}).status in {400, 411}
    assert client.ask("PUT", "/", b"").status == 405
    assert client.ask("DELETE", "/cases", None).status == 405
    many = "&".join(f"f{n}=1" for n in range(200)).encode()
    assert client.ask("POST", "/pause", many, kind).status in {400, 403}
    assert not any(name.startswith("paused") for name in everything(big.world)["facts"])


def test_a_session_for_one_account_sees_and_stops_that_account_alone(small: Seat) -> None:
    letter, case = small.world.letters()[0], small.world.case().case
    limited = Client(small.served)
    limited.log_in(account="other")
    assert case not in limited.get("/").text + limited.get("/cases").text + limited.get("/cases?account=acme").text
    for path in (f"/cases/{case}", f"/letters/{letter.letter}", "/mails/2", "/mails/2/formatted", "/aside/2"):
        assert limited.get(path).status == 404
    assert limited.post(f"/letters/{letter.letter}/approve", mark="").status == 404
    assert limited.post(f"/cases/{case}/close", disposition="resolved").status == 404
    assert limited.post("/pause", account="acme").status == 409
    assert limited.post("/pause").where == "/health?said=paused"
    facts = everything(small.world)["facts"]
    assert [name for name in facts if name.startswith("paused")] == ["paused:other"]
    assert small.world.letters()[0].status is LetterStatus.HELD


def test_a_desk_for_one_account_shows_no_other_to_anybody(small: Seat) -> None:
    with Served(small.world.context, only="other") as served:
        client = Client(served)
        client.log_in()
        assert client.get(f"/cases/{small.world.case().case}").status == 404
        stranger = Client(served)
        stranger.log_in(account="acme")
        assert stranger.get("/").where == "/login"


def test_the_language_leads_back_to_this_site_alone(small: Seat) -> None:
    assert "案件" in small.client.get(small.client.post("/language", language="zh", back="/cases").where).text
    for back in ("//evil.example", "/\\evil.example", "https://evil.example"):
        assert small.client.post("/language", language="en", back=back).where == "/"


def test_others_reach_it_only_when_that_is_meant() -> None:
    from noticed.desk import serve

    with pytest.raises(Refused, match="--open-to-network"):
        serve.bound("0.0.0.0", 0, open_to_network=False)
    with pytest.raises(Refused, match="cannot be listened on"):
        serve.bound("192.0.2.1", 1, open_to_network=True)
