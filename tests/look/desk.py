"""Pictures of every page of the desk, to be looked at after a change.

    python -m tests.look.desk FOLDER [WORD…]

Over a shop in the middle of a bad month: English and Chinese, 360 and 1100 px wide, light and dark. WORD: only
pictures whose names have it. Needs Debian's chromium, chromium-driver and, for Chinese, fonts-noto-cjk.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from selenium.webdriver.support.wait import WebDriverWait
from tests.browser.chromium import chromium, picture, resize, scheme
from tests.desks import Served
from tests.look.shop import shop
from tests.unit.service.world import World, close_all

from noticed.core.case.model import Reason, State
from noticed.ports import InboxStatus, LetterStatus

_WIDTHS = (360, 1100)


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Name → address."""
    cases = {case.reason or case.state: case.case for case in world.cases()}
    letters = {letter.status: letter.letter for letter in world.letters() if letter.to}
    pasted = next(x.letter for x in world.letters() if x.status is LetterStatus.WRITTEN and not x.to)
    with world.store.read() as tx:
        mails = {row.category: row.id for name in cases.values() for row in tx.inbox.of_case(name)}
        aside = tx.inbox.with_status(InboxStatus.QUARANTINED)[0].id
    silent, replied = cases[Reason.NO_REPLY], cases[Reason.REPLIED]
    yield "today", "/"
    yield "cases", "/cases"
    yield "case-silent", f"/cases/{silent}"
    yield "case-replied", f"/cases/{replied}"
    yield "case-paste", f"/cases/{cases[Reason.TO_PASTE]}"
    yield "case-waiting", f"/cases/{cases[State.WITH_COMPLAINANT]}"
    yield "case-closed", f"/cases/{cases[State.CLOSED]}"
    yield "letter-held", f"/letters/{letters[LetterStatus.HELD]}"
    yield "letter-sent", f"/letters/{letters[LetterStatus.SUBMITTED]}"
    yield "letter-paste", f"/letters/{pasted}"
    yield "change", f"/letters/{letters[LetterStatus.HELD]}/change"
    yield "decide-unknown", f"/cases/{silent}/decide/reason_unknown"
    yield "decide-not", f"/cases/{silent}/decide/not_infringing"
    yield "decide-infringing", f"/cases/{silent}/decide/infringing"
    yield "decide-own", f"/cases/{silent}/decide/own_rights"
    yield "write", f"/cases/{replied}/write"
    yield "fields", f"/cases/{silent}/fields"
    yield "close", f"/cases/{silent}/close"
    yield "evidence", f"/cases/{silent}/evidence"
    yield "mail-notice", f"/mails/{mails['notice']}"
    yield "mail-reply", f"/mails/{mails['reply']}"
    yield "formatted", f"/mails/{mails['reply']}/formatted"
    yield "aside", "/aside"
    yield "aside-one", f"/aside/{aside}"
    yield "together", "/letters"
    yield "health", "/health"
    yield "problem", "/cases/N-NONE"


def main(folder: Path, words: list[str]) -> None:
    """Write everything into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for language in ("en", "zh"):
            world = shop(language)
            with Served(world.context) as served:
                browser.get(f"{served.url}/login")
                for name, path in [("login", ""), *pages(world)]:
                    if path and "/login" in browser.current_url:
                        browser.get("about:blank")
                        browser.get(served.link())
                        WebDriverWait(browser, 10).until(lambda seen: "/login" not in seen.current_url)
                    if words and not any(word in f"{name}-{language}" for word in words):
                        continue
                    browser.get(f"{served.url}{path or '/login'}")
                    for dark in (False, True):
                        scheme(browser, dark=dark)
                        for width in _WIDTHS:
                            resize(browser, width)
                            look = "dark" if dark else "light"
                            file = folder / f"{name}-{language}-{look}-{width}.png"
                            file.write_bytes(picture(browser, width))
            close_all()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("usage: python -m tests.look.desk FOLDER [WORD...]")
    main(Path(sys.argv[1]), sys.argv[2:])
