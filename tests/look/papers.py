"""Pictures of what leaves the program as pages: appeal packs, and the export for a lawyer, on screen and on paper.

    python -m tests.look.papers FOLDER

English and Chinese, 360 and 1100 px wide, and each sheet of the print. Needs what ``tests.look.desk`` needs.
"""

import base64
import io
import sys
import zipfile
from pathlib import Path

import pypdfium2
from selenium.webdriver import Chrome
from tests.browser.chromium import chromium, picture, resize, scheme
from tests.look.shop import shop
from tests.unit.service.test_appeals import PLAN, pack, ready
from tests.unit.service.world import close_all

from noticed.core.case.model import Outcome
from noticed.service.export import export

_WIDTHS = (360, 1100)


def papers(language: str) -> dict[str, dict[str, bytes]]:
    """Name → its files."""
    found = {
        "plan": pack(ready(Outcome.INFRINGING, PLAN, store="de", language=language)),
        "contest": pack(ready(Outcome.NOT_INFRINGING, {}, language=language)),
    }
    world = shop(language)
    name = max(world.cases(), key=lambda case: len(case.complaint_ids) + case.attempts).case
    for case in world.cases():
        with world.store.write() as tx:
            packed = export(world.context, tx, case.case)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            label = "export" if case.case == name else f"export-{case.reason or case.state}"
            found[label] = {each: archive.read(each) for each in archive.namelist()}
    close_all()
    return found


def printed(browser: Chrome) -> list[bytes]:
    """The sheets as they come out of a printer (A4)."""
    size = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False}
    pdf = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", size)["data"])
    sheets = []
    for page in pypdfium2.PdfDocument(pdf):  # type: ignore[no-untyped-call]
        drawn = io.BytesIO()
        page.render(scale=1.3).to_pil().save(drawn, "PNG")
        sheets.append(drawn.getvalue())
    return sheets


def main(folder: Path) -> None:
    """Write everything into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for language in ("en", "zh"):
            for name, files in papers(language).items():
                place = folder / f"{name}-{language}"
                for path, content in files.items():
                    (place / path).parent.mkdir(parents=True, exist_ok=True)
                    (place / path).write_bytes(content)
                browser.get((place / "index.html").as_uri())
                scheme(browser, dark=False)
                for width in _WIDTHS:
                    resize(browser, width)
                    (folder / f"{name}-{language}-{width}.png").write_bytes(picture(browser, width))
                for number, sheet in enumerate(printed(browser), 1):
                    (folder / f"{name}-{language}-print-{number}.png").write_bytes(sheet)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.look.papers FOLDER")
    main(Path(sys.argv[1]))
