"""One browser for all of them, with a clean jar for each."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from tests.browser.chromium import chromium, resize
from tests.e2e.conftest import dns, servers

__all__ = ["dns", "servers"]


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Chrome]:
    with chromium() as started:
        yield started


@pytest.fixture
def browser(_chromium: Chrome) -> Iterator[Chrome]:
    """As wide as a desk, knows nobody, and has nothing to complain of in the end."""
    _chromium.get("about:blank")
    _chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    _chromium.get_log("browser")  # type: ignore[no-untyped-call]
    resize(_chromium, 1100)
    yield _chromium
    complaints = [line for line in _chromium.get_log("browser") if line["level"] in {"SEVERE", "WARNING"}]  # type: ignore[no-untyped-call]
    assert not complaints, "Content-Security-Policy, scripts or missing files"
