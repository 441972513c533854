"""Pictures of the digest as people get it, to be looked at after a change.

    python -m tests.look.digest FOLDER

A full day, with and without links that answer it, and an empty one, in English and Chinese, 360 and 700 px wide; light,
dark, and bare: without style sheet and classes, as QQ Mail shows it. Needs Debian's chromium and chromium-driver. The
pages and texts lie beside the pictures.
"""

import base64
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from tests.unit.render.views import busy, empty

from noticed.render.answering import Answering
from noticed.render.digest import DigestView, MailboxAge, digest_html, digest_text

_WIDTHS = (360, 700)
_LOOKS = ("light", "dark", "bare")


def days() -> Iterator[tuple[str, DigestView]]:
    """Name → digest."""
    for language in ("en", "zh"):
        yield f"full-{language}", busy(language)
        yield (
            f"answers-{language}",
            replace(busy(language), answering=Answering(address="shop@qq.com", code="7K3F-PQ2M")),
        )
        quiet = empty(language=language, mode="auto")
        read = MailboxAge(account="acme", mailbox="INBOX", polled_at=quiet.now)
        yield f"empty-{language}", replace(quiet, mailboxes=(read,))


def bare(page: str) -> str:
    """What is left where a mail client drops the sheet and the classes."""
    return re.sub(r' class="[^"]*"', "", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))


@contextmanager
def browser() -> Iterator[Chrome]:
    """Chromium without a window."""
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-quic"):
        options.add_argument(argument)
    made = Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        yield made
    finally:
        made.quit()


def picture(seen: Chrome, page: Path, width: int, *, dark: bool) -> bytes:
    """The whole page as PNG."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    seen.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    seen.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    seen.get(page.as_uri())
    height = seen.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"clip": clip, "captureBeyondViewport": True}
    return base64.b64decode(seen.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def main(folder: Path) -> None:
    """Write everything into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as seen:
        for name, view in days():
            whole = digest_html(view)
            (folder / f"{name}.txt").write_text(digest_text(view), encoding="utf-8")
            for look in _LOOKS:
                page = folder.absolute() / f"{name}-{look}.html"
                page.write_text(bare(whole) if look == "bare" else whole, encoding="utf-8")
                for width in _WIDTHS:
                    shot = picture(seen, page, width, dark=look == "dark")
                    (folder / f"{name}-{look}-{width}.png").write_bytes(shot)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
