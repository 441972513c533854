"""An appeal pack: a folder and a page that lead through Account Health; and what was submitted is kept."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from tests.mails import notice, signed
from tests.papers import PNG, file, pdf
from tests.unit.service.world import START, World

from noticed.core.case.model import Outcome, State
from noticed.ports import Refused
from noticed.render.pack import blocks_of, text_of
from noticed.service import appeals, decisions
from noticed.service.account import Mode
from noticed.service.extra import Extra

PLAN = {"root_cause": "a picture of the maker's; nobody asked", "actions_taken": "closed", "prevention": "two look"}
ATTESTED = {"attest": "yes"}


def ready(outcome: Outcome, slots: dict[str, str], *, store: str = "com", language: str = "en") -> World:
    """A decision that stands ready to be pasted."""
    world = World(mode=Mode.SHADOW, operator_language=language)
    raw = notice(date=START, sender=f"notice@amazon.{store}", dispute=f"notice-dispute@amazon.{store}")
    world.receive(signed(raw.replace(b"Amazon.com", f"Amazon.{store}".encode()), f"amazon.{store}"))
    files = (file("<b>plan & 1.pdf", pdf("one", "two")), file("chart.png", PNG))
    decisions.decide(world.context, world.case().case, outcome, "", Extra(slots=slots | ATTESTED, files=files))
    return world


def pack(world: World) -> dict[str, bytes]:
    case = world.case()
    with world.store.read() as tx:
        return appeals.pack(tx, world.context, case)


def journal(world: World) -> list[str]:
    case = world.case().case
    with world.store.read() as tx:
        return [line.text for line in tx.journal.of_case(case)]


def test_the_folder_holds_the_page_the_texts_and_the_pictures() -> None:
    files = pack(ready(Outcome.NOT_INFRINGING, {}))
    names = ["index.html", "texts/1.txt", "texts/2.txt", "texts/3.txt"]
    pictures = ["files/bplan & 1-1.png", "files/bplan & 1-2.png", "files/bplan & 1.pdf", "files/chart.png"]
    assert sorted(files) == sorted(names + pictures)
    text = files["texts/3.txt"].decode()
    assert text.startswith("Hello,")
    assert "does not infringe" in text
    assert "Reference N-" not in text
    assert "Seller Central" not in text


def test_the_boxes_of_a_plan_of_action_are_texts_of_their_own() -> None:
    for store, heading in (("com", "Root cause"), ("de", "Ursache"), ("co.jp", "")):
        page = pack(ready(Outcome.INFRINGING, PLAN, store=store))
        texts = [page[f"texts/{n}.txt"].decode() for n in (3, 4, 5)]
        assert texts == ["- a picture of the maker's\n- nobody asked", "- closed", "- two look"], store
        assert heading in page["index.html"].decode()


def test_the_page_speaks_the_operators_language_and_the_texts_amazons() -> None:
    page = pack(ready(Outcome.NOT_INFRINGING, {}, store="de", language="zh"))["index.html"].decode()
    assert '<html lang="zh-CN">' in page
    assert "打开 Amazon.de 的卖家平台" in page
    assert "复制" in page
    assert 'lang="de"' in page
    assert "Das Produkt verletzt dieses Recht nicht" in page
    assert "我们已核查该投诉" in page  # the reading, beside it
    assert "submitted" in page


def test_the_page_loads_nothing_and_lets_nothing_in() -> None:
    page = pack(ready(Outcome.INFRINGING, PLAN | {"root_cause": "</textarea><script>alert(1)</script>"}))
    html = unescape(page["index.html"].decode().partition("<style>")[0]) + page["index.html"].decode()
    assert "default-src 'none'; img-src data:; style-src 'sha256-" in html
    assert len(re.findall("<script", html)) == 1
    assert not re.findall(r"(?:src|href)=\"(?!data:|files/)", html)
    assert "<b>plan" not in html


def test_what_was_submitted_is_kept_and_the_case_waits_for_amazon() -> None:
    world = ready(Outcome.NOT_INFRINGING, {})
    letter = world.letters()[-1].letter
    world.sleep(timedelta(hours=3))
    decisions.submitted(world.context, world.case().case, "by Li Jing")
    assert world.case().state is State.WITH_AMAZON
    assert f"you submitted {letter} yourself: by Li Jing" in journal(world)[-2]
    assert re.fullmatch(rf"what was submitted: {letter}, \d+ characters, .*chart\.png", journal(world)[-1])


def test_where_nothing_stands_ready_it_says_what_to_do() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    with pytest.raises(Refused, match="no text to paste; decide first"):
        pack(world)


def test_the_desk_hands_it_out_as_a_zip() -> None:
    world = ready(Outcome.NOT_INFRINGING, {})
    case = world.case()
    with world.store.read() as tx, zipfile.ZipFile(io.BytesIO(appeals.packed(tx, world.context, case))) as archive:
        assert f"{case.case}-appeal/index.html" in archive.namelist()


def test_what_a_person_cut_is_pasted_as_he_left_it() -> None:
    assert text_of("my own words\nin two lines\n") == "my own words\nin two lines"
    assert (
        text_of(f"1. Open\n\n{'-' * 20} from here {'-' * 20}\nA\n-----\nB\n{'-' * 20} to here {'-' * 22}\n")
        == "A\n-----\nB"
    )
    assert blocks_of("Hello\n\nWhy\n- a\n- b\nHow\n- c\n") == (("Why", "- a\n- b"), ("How", "- c"))


def test_the_reading_beside_a_text_tells_what_the_text_says_and_no_more() -> None:
    bare = pack(ready(Outcome.NOT_INFRINGING, {}, language="zh"))["index.html"].decode()
    assert "见附件分析" in bare
    assert not any(word in bare for word in ("货源", "商标的使用方式", "（您自己填写的内容"))
    told = pack(ready(Outcome.NOT_INFRINGING, {"supply": "the maker"}, language="zh"))["index.html"].decode()
    assert "理由如下" in told
    assert "货源" in told
    assert "商标的使用方式" not in told


def test_the_journal_names_what_each_statement_of_a_letter_rests_on() -> None:
    world = ready(Outcome.NOT_INFRINGING, {"supply": "the maker", "goods": "x", "goods.proof": "chart.png"})
    name = world.case().case
    with world.store.read() as tx:
        (line,) = [x for x in tx.journal.of_case(name) if x.event == "letter_written" and x.facts]
    assert line.facts == {"rests_on": {"supply": "attested", "goods": "chart.png"}}
