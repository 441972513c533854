"""What a person does with a page: finds things by what they say, types, clicks, waits for the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

_PATIENCE = 20


def text(browser: Chrome) -> str:
    """What is read on the page."""
    return browser.find_element(By.TAG_NAME, "main").text


def named(browser: Chrome, words: str) -> WebElement:
    """The link or button that says this."""
    found = browser.find_elements(By.XPATH, f'//*[self::a or self::button][contains(normalize-space(), "{words}")]')
    shown = [each for each in found if each.is_displayed()]
    assert shown, f"nothing says {words!r}: {text(browser)[:2000]}"
    return shown[0]


def field(browser: Chrome, label: str) -> WebElement:
    """The field of this label."""
    found = browser.find_element(By.XPATH, f'//label[contains(normalize-space(), "{label}")]')
    inner = found.find_elements(By.TAG_NAME, "input")
    return inner[0] if inner else browser.find_element(By.ID, str(found.get_attribute("for")))


@contextmanager
def next_page(browser: Chrome) -> Iterator[None]:
    """What happens in it leads to another page, which is there when it ends."""
    before = browser.find_element(By.TAG_NAME, "html")
    yield
    WebDriverWait(browser, _PATIENCE).until(lambda _: _gone(before))
    ready = "return document.readyState === 'complete'"
    WebDriverWait(browser, _PATIENCE).until(lambda seen: seen.execute_script(ready))


def click(browser: Chrome, words: str) -> None:
    """Click what says this, and wait for the page it leads to."""
    with next_page(browser):
        named(browser, words).click()


def log_in(browser: Chrome, link: str) -> None:
    """Follow the link that the program printed."""
    browser.get("about:blank")
    browser.get(link)
    WebDriverWait(browser, _PATIENCE).until(lambda seen: "/login" not in seen.current_url)


def press(browser: Chrome, *keys: str) -> None:
    """Keys of the keyboard, wherever the focus is."""
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def tab_to(browser: Chrome, words: str) -> None:
    """Press Tab until what says this has the focus; what has it is visibly marked."""
    for _ in range(60):
        press(browser, Keys.TAB)
        here = browser.switch_to.active_element
        if words in (here.text or here.get_attribute("value") or ""):
            outline = browser.execute_script("return getComputedStyle(arguments[0]).outlineStyle", here)
            assert outline != "none", "the focus is seen"
            return
    raise AssertionError(f"the Tab key never reaches {words!r}")


def width(browser: Chrome) -> int:
    """How wide the page really is."""
    return int(browser.execute_script("return document.documentElement.scrollWidth"))


def _gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception:
        return True
    return False
