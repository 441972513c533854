"""The figures say what is so, and name nobody; whether polls go on is judged by what was really read."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import yaml
from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.adapters.metrics import as_text
from noticed.ports import Figure
from noticed.service import trouble
from noticed.service.metrics import figures
from noticed.service.progress import polls_go_on

RULES = Path(__file__).parents[3] / "deploy" / "noticed.rules.yml"
MINUTE = timedelta(minutes=1)


def found(world: World) -> dict[tuple[str, ...], float]:
    return {(f.name, *(value for _, value in f.labels)): f.value for f in figures(world.context)}


def busy() -> World:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(notice(date=START, complaint="10000000001"))
    world.sleep(3 * MINUTE)
    return world


def test_the_figures_say_what_is_so() -> None:
    seen = found(busy())
    assert seen["noticed_cases", "with_complainant"] == 1
    assert seen["noticed_cases", "closed"] == 0
    assert seen["noticed_letters", "submitted"] == 1
    assert seen["noticed_messages", "quarantined"] == 1
    assert seen["noticed_poll_age_seconds", "acme", "INBOX"] == 0
    assert seen["noticed_server_failures", "acme", "imap"] == 0
    assert seen["noticed_copy_delay_seconds", "acme", "0.99"] == 0
    assert seen["noticed_mode", "auto"] == 1
    assert seen["noticed_letters_late_seconds",] == 0
    assert seen["noticed_last_digest_timestamp_seconds",] == START.timestamp()
    judged = {key[1:]: value for key, value in seen.items() if key[0] == "noticed_judged"}
    assert sum(value for (authenticity, _), value in judged.items() if authenticity == "verified") == 1


def test_no_figure_names_anybody() -> None:
    text = as_text(lambda: figures(busy().context))
    for name in (COMPLAINANT, BOSS, "brand", "BrandCo", "@", "10987654321", "B0C1234567"):
        assert name not in text


def test_every_figure_of_the_example_rules_exists() -> None:
    world = busy()
    with world.store.write() as tx:
        trouble.record(tx, world.context, "acme", "smtp", "x", permanent=False)
    have: set[str] = {name(f) for f in figures(world.context)} | {
        "noticed_store_readable",
        "noticed_not_understood_total",
    }
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]  # type: ignore[no-untyped-call]
    rules = [rule for group in groups for rule in group["rules"]]
    used = {word for rule in rules for word in words(rule["expr"]) if word.startswith("noticed_")}
    assert len(rules) >= 8
    assert used <= have
    assert all(rule["alert"] and rule["labels"]["severity"] and rule["annotations"]["summary"] for rule in rules)


def name(figure: Figure) -> str:
    return figure.name + ("_total" if figure.counts else "")


def words(expression: str) -> list[str]:
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in expression).split()


def test_polls_go_on_only_while_every_mailbox_is_read() -> None:
    world = World()
    assert polls_go_on(world.context, MINUTE)
    world.clock.set(START + 9 * MINUTE)
    assert polls_go_on(world.context, MINUTE)
    world.clock.set(START + 11 * MINUTE)
    assert not polls_go_on(world.context, MINUTE)
    assert polls_go_on(world.context, 10 * MINUTE)
    world.once()
    assert polls_go_on(world.context, MINUTE)
    with world.store.write() as tx:
        junk = tx.mailboxes.get("acme", "Junk")
        assert junk
        tx.mailboxes.save(replace(junk, polled_at=START))
    assert not polls_go_on(world.context, MINUTE)
