"""The desk in a browser, over the real services and twins for the lines outside."""

import re
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from tests.browser.chromium import resize
from tests.browser.hands import click, field, log_in, named, next_page, press, tab_to, text, width
from tests.desks import Served
from tests.look.desk import pages
from tests.look.shop import shop
from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import START, World, outlives

from noticed.adapters.system import RandomIds
from noticed.ports import LetterStatus
from noticed.service.account import Mode


@pytest.fixture
def waiting() -> Iterator[tuple[World, Served]]:
    """One letter waits for approval."""
    world = World(mode=Mode.APPROVE, ids=RandomIds())
    world.receive(signed(notice(date=START)))
    with Served(world.context) as served:
        yield world, served


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_fits_a_phone_and_keeps_its_own_rules(browser: Chrome, language: str) -> None:
    world = shop(language)
    outlives(world)
    with Served(world.context) as served:
        log_in(browser, served.link())
        resize(browser, 360)
        for name, path in pages(world):
            if name == "problem":  # a 404 is an entry in the browser's log
                continue
            browser.get(f"{served.url}{path}")
            assert width(browser) <= 360, name
            assert browser.find_elements(By.TAG_NAME, "h1") or name == "formatted"
            if name == "formatted":
                continue
            small = [
                each.text
                for each in browser.find_elements(By.CSS_SELECTOR, "main button, main .button, header a")
                if each.is_displayed() and each.size["height"] < 24
            ]
            assert not small, f"{name}: too small for a thumb (WCAG 2.5.8)"
            unnamed = browser.execute_script(
                "return [...document.querySelectorAll('main input:not([type=hidden]), main textarea, main select')]"
                ".filter(e => !e.labels.length).length"
            )
            assert not unnamed, f"{name}: a field without a label"
            if language == "zh":
                assert re.search("[一-鿿]", browser.find_element(By.TAG_NAME, "h1").text + text(browser))
        log = [line["message"] for line in browser.get_log("browser")]  # type: ignore[no-untyped-call]
        assert log == [], "no violation of the policy, no script, no alert"
    world.store.close()


def test_a_letter_is_approved_by_keyboard_alone(browser: Chrome, waiting: tuple[World, Served]) -> None:
    world, served = waiting
    log_in(browser, served.link())
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Go to the content"
    with next_page(browser):
        tab_to(browser, COMPLAINANT)
        press(browser, Keys.ENTER)
    assert "you reported B0C1234567" in text(browser)
    with next_page(browser):
        tab_to(browser, "Approve: let it leave")
        press(browser, Keys.ENTER)
    assert "Approved. It leaves within minutes." in text(browser)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1


def test_letters_are_approved_together_by_keyboard_on_a_phone(browser: Chrome, waiting: tuple[World, Served]) -> None:
    world, served = waiting
    other = "claims@pixelworks.example"
    world.receive(signed(notice(date=START, complainant=other, complaint="14000000003", asins=("B0E1111111",))))
    resize(browser, 360)
    log_in(browser, served.link())
    for words in ("Approve several at once (2)", "Approve these 2 letters", "Yes, let 2 letters leave"):
        with next_page(browser):
            tab_to(browser, words)
            press(browser, Keys.ENTER)
        assert width(browser) <= 360, words
    assert "They leave within minutes" in text(browser)
    world.once()
    assert [len(world.arrived(who)) for who in (COMPLAINANT, other)] == [1, 1]


def test_without_scripts_everything_works(browser: Chrome, waiting: tuple[World, Served]) -> None:
    world, served = waiting
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        link = served.link()
        browser.get(link)
        field(browser, "The word from your terminal").send_keys(link.partition("#")[2])
        click(browser, "Log in")
        browser.get(f"{served.url}/letters/{world.letters()[0].letter}")
        named(browser, "Approve").click()
        browser.get(f"{served.url}/")
        world.once()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert len(world.arrived(COMPLAINANT)) == 1


def test_stop_is_one_click_on_a_phone_and_a_letter_is_rejected_with_its_reason(
    browser: Chrome, waiting: tuple[World, Served]
) -> None:
    world, served = waiting
    resize(browser, 360)
    log_in(browser, served.link())
    click(browser, "Stop all letters")
    assert "Stopped. No letter leaves from now on." in text(browser)
    click(browser, "Let letters leave again")
    assert "Letters may leave again." in text(browser)
    click(browser, "Today")
    click(browser, "first letter")
    browser.find_element(By.TAG_NAME, "summary").click()
    field(browser, "Why?").send_keys("we have found the invoice")
    with next_page(browser):
        browser.find_element(By.CSS_SELECTOR, "details form button").click()
    assert "It will not be sent." in text(browser)
    assert world.letters()[0].status is LetterStatus.CANCELLED


def test_the_language_is_one_click_and_the_letter_is_told_in_it(browser: Chrome, waiting: tuple[World, Served]) -> None:
    _, served = waiting
    log_in(browser, served.link())
    click(browser, "中文")
    assert "等您批准的信" in text(browser)
    click(browser, "首封询问信")
    assert "您指的是哪个商标" in text(browser)
    click(browser, "English")
    assert "Nothing needs you" in text(browser) or "Letters that wait for you" in text(browser)
