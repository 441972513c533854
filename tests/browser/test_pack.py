"""An appeal pack in a browser, from its folder: what is copied is exactly what is to be pasted."""

from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from tests.browser.chromium import resize
from tests.browser.hands import width
from tests.unit.service.test_appeals import PLAN, pack, ready

from noticed.core.case.model import Outcome


def opened(browser: Chrome, folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    browser.get((folder / "index.html").as_uri())


def test_each_button_copies_exactly_its_text(browser: Chrome, tmp_path: Path) -> None:
    awkward = PLAN | {"root_cause": "  quotes \"'` & <b>; 中文, ümlaut\ttab"}
    files = pack(ready(Outcome.INFRINGING, awkward, store="de", language="zh"))
    opened(browser, tmp_path, files)
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    buttons = browser.find_elements(By.TAG_NAME, "button")
    texts = [files[f"texts/{n}.txt"].decode() for n in range(1, len(buttons) + 1)]
    assert len(buttons) == 6
    for button, text in zip(buttons, texts, strict=True):
        button.click()
        WebDriverWait(browser, 10).until(lambda _, button=button: button.text == "已复制")  # type: ignore[misc]
        read = "navigator.clipboard.readText().then(arguments[0], e => arguments[0]('! ' + e))"
        assert browser.execute_async_script(read) == text


def test_it_fits_a_phone_shows_its_pictures_and_breaks_no_rule_of_its_own(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, tmp_path, pack(ready(Outcome.NOT_INFRINGING, {}, language="zh")))
    resize(browser, 360)
    assert width(browser) <= 360
    loaded = "return [...document.images].filter(i => i.naturalWidth > 0).length"
    assert browser.execute_script(loaded) == 2  # the third is no whole picture, and is shown by its name
    small = [b for b in browser.find_elements(By.CSS_SELECTOR, "button") if b.size["height"] < 44]
    assert not small
    (link,) = (a for a in browser.find_elements(By.TAG_NAME, "a") if a.text == "chart.png")
    assert (tmp_path / "files" / "chart.png").as_uri() == link.get_attribute("href")
