"""What the operator reads in the morning: everything is in it, the urgent first, and nothing in it runs."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from tests.unit.render.samples import NOW, case, complaint, templates
from tests.unit.render.views import ZONE, busy, empty, with_operator

from noticed.core.case.model import LETTER_OF, LetterKind, Outcome, Reason
from noticed.core.case.options import Channel, Choice
from noticed.core.mail.compose import Outgoing, compose
from noticed.data import words as catalogue
from noticed.render.alert import alert_text
from noticed.render.cards import about, card, options
from noticed.render.digest import (
    DigestView,
    Line,
    MailboxAge,
    Phrases,
    Target,
    Waiting,
    digest_html,
    digest_subject,
    digest_text,
    targets,
)
from noticed.render.letters import takes

EVIL = "<script>alert(1)</script> javascript:alert(1) +ADw-script+AD4- \x1b]52;c;x\x07 \u202eevil <img src=x onerror=1>"


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_subject_says_what_there_is_to_do() -> None:
    assert digest_subject(replace(busy(), mailboxes=())) == (
        "3 decide today · 1 silent · 1 to approve · 1 leaving soon · 2 waiting"
    )
    assert digest_subject(empty()) == "nothing to decide"
    assert digest_subject(replace(busy("zh"), mailboxes=())) == (
        "3 件今天要决定 · 1 件无回音 · 1 封待批准 · 1 封即将发出 · 2 件等待中"
    )


def test_what_is_wrong_with_the_program_itself_comes_before_all_else() -> None:
    assert digest_subject(busy()).startswith("2 not read · 3 decide today")
    assert digest_subject(empty(paused=("",))) == "paused · nothing to decide"
    fresh = MailboxAge(account="acme", mailbox="INBOX", polled_at=NOW - timedelta(minutes=59))
    old = replace(fresh, polled_at=NOW - timedelta(hours=2))
    assert digest_subject(empty(mailboxes=(fresh,))) == "nothing to decide"
    assert digest_subject(empty(mailboxes=(old,))) == "1 not read · nothing to decide"
    for said in (digest_text(empty(mailboxes=(old,))), Tags(digest_html(empty(mailboxes=(old,)))).text):
        assert said.index("Not read as it should be: acme INBOX: read 2 h ago") < said.index("Nothing needs you")


def test_what_can_be_decided_stopped_or_approved_has_a_number_and_nothing_else() -> None:
    view = busy()
    assert dict(targets(view)) == {
        1: Target(case="N-7K3F"),
        2: Target(case="N-QM4A"),
        3: Target(case="N-ABCD"),
        4: Target(case="N-X2VE"),
        5: Target(case="N-W4IT", letter="N-W4IT.2"),
        6: Target(case="N-QM4A", letter="N-QM4A.1"),
    }
    page = Tags(digest_html(view)).text
    for number, to in targets(view):
        assert f"\n{number}. {to.letter or to.case}" in digest_text(view)
        assert f"{number}. " in page


def test_bars_say_in_text_and_page_how_much_is_full() -> None:
    view = busy()
    assert "1. N-7K3F · ■□□□□□□ 2 days left" in digest_text(view)
    assert "US · 4 of about 5" in digest_text(view)
    assert "■■■■□" in digest_text(view)
    cells = digest_html(view).count('height="6"')
    assert cells == 7 + 7 + 3 + 5 + 5  # two deadlines, one cadence, two marketplaces


def test_once_a_week_the_digest_asks_what_account_health_shows() -> None:
    assert "Here are open: DE 1, US 3." in digest_text(busy())
    assert "Account Health show?" not in digest_text(replace(busy(), compare=False))
    assert "Here are open: 0." in digest_text(empty(compare=True))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_case_is_named_with_reference_complaints_and_listings(language: str) -> None:
    view = busy(language)
    shown = (digest_text(view), Tags(digest_html(view)).text)
    named = [each.about for each in (*view.decide, *view.silent)]
    named += [each.about for each in view.waiting]
    named += [each.about for each in (*view.moved, *view.closed, *view.held) if each.about]
    named += [each.about for each in view.sent if each.about] + [each.about for each in view.leaving if each.about]
    for text in shown:
        for each in named:
            assert all(word in text for word in (each.case, *each.complaint_ids, *each.asins))


def test_text_and_page_say_the_same() -> None:
    view = busy()
    page = " ".join(Tags(digest_html(view)).text.split())
    for line in digest_text(view).split("\n"):
        words = re.sub(r"^- |^\| |:$|^=+$", "", line.strip())
        words = re.sub(r"^(They write|Stop it|If that is not so): | \(\d\)$|^\d\. (?=N-)|[■□]+ ?", "", words).strip()
        if words and words not in {"--", digest_subject(view)}:
            assert all(part in page for part in words.split(" · ")), words


def test_the_nearest_deadline_comes_first() -> None:
    for text in (digest_text(busy()), digest_html(busy())):
        places = [text.index(name) for name in ("N-7K3F", "N-QM4A", "N-ABCD", "N-X2VE")]
        assert places == sorted(places)


def test_the_countdown_is_rounded_down_and_says_when_it_is_over() -> None:
    say = Phrases("en", ZONE)
    left = {
        timedelta(days=2, hours=23): "2 days left",
        timedelta(days=1, minutes=1): "1 day left",
        timedelta(hours=23, minutes=59): "23 h left",
        timedelta(minutes=20): "less than an hour left",
        timedelta(seconds=-1): "overdue",
    }
    assert {span: say.left(NOW + span, NOW) for span in left} == left


def test_each_reason_has_its_sentence_and_commands_in_both_languages() -> None:
    for language in catalogue():
        say = Phrases(language, ZONE)
        for reason in Reason:
            found = options(with_operator("N-7K3F", reason), say, CHOICES)
            assert say.reason(reason)
            assert 2 <= len(found) <= 6
            assert all(option.command.startswith("noticed ") and option.does for option in found)
            assert len({option.command for option in found}) == len(found)


CHOICES = tuple(
    Choice(outcome=outcome, letter=LETTER_OF[outcome], channel=Channel.PASTE) for outcome in list(Outcome)[:2]
)


def test_an_outcome_says_what_it_sends_and_what_is_missing_until_when() -> None:
    choice = Choice(
        outcome=Outcome.NOT_INFRINGING,
        letter=LetterKind.NON_INFRINGEMENT,
        variant="trademark",
        channel=Channel.MAIL,
        to=("notice-dispute@amazon.com",),
        missing=("analysis", "attest"),
        choose_by=NOW,
    )
    found = options(with_operator("N-7K3F", Reason.NO_REPLY), Phrases("en", ZONE), (choice,))
    assert found[0].sends == (
        "letter to Amazon: no infringement (trademark), by mail to notice-dispute@amazon.com"
        " · still missing: Why it does not infringe (analysis);"
        " What this letter says is true, and I stand by it (attest)"
        f" · choose by {Phrases('en', ZONE).at(NOW)}"
    )


def test_the_commands_supply_what_their_letters_take() -> None:
    letters = {
        "not_infringing": LetterKind.NON_INFRINGEMENT,
        "own_rights": LetterKind.OWN_RIGHTS,
        "infringing": LetterKind.PLAN_OF_ACTION,
        "never_listed": LetterKind.NEVER_LISTED,
        "fixed": LetterKind.FIXED,
    }
    every = tuple(Choice(outcome=outcome, letter=LETTER_OF[outcome], channel=Channel.PASTE) for outcome in Outcome)
    for reason in Reason:
        for option in options(with_operator("N-7K3F", reason), Phrases("en", ZONE), every):
            outcome = option.command.split()[3] if option.command.startswith("noticed decide") else ""
            if outcome in letters:
                given = set(re.findall(r"--set (\w+)=", option.command))
                assert given <= set(takes(letters[outcome], templates()))


def test_nothing_in_the_page_runs_or_is_fetched() -> None:
    say = Phrases("en", ZONE)
    evil = replace(
        with_operator("N-7K3F", Reason.REPLIED), rights_owner_name=EVIL, complaints=(complaint(EVIL, owner=EVIL),)
    )
    view = replace(
        busy(),
        decide=(card(evil, say, said=EVIL),),
        waiting=(Waiting(about=about(evil), next=EVIL, at=None),),
        held=(Line(text=EVIL, about=about(evil), command=EVIL),),
        notes=(EVIL,),
        paused=(EVIL,),
    )
    page = Tags(digest_html(view))
    allowed = {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "div", "h2", "b", "span", "br"}
    assert set(page.tags) <= allowed
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "href", "background"})
    assert "url(" not in digest_html(view)
    assert "@import" not in digest_html(view)


def test_what_a_stranger_writes_cannot_steer_a_terminal() -> None:
    evil = replace(with_operator("N-7K3F", Reason.REPLIED), rights_owner_name=EVIL)
    text = digest_text(replace(empty(), decide=(card(evil, Phrases("en", ZONE), said=EVIL),)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "javascript:" not in text


def test_a_quiet_morning_is_said_plainly() -> None:
    assert "Nothing needs you today." in digest_text(empty())
    assert "Nothing needs you today." in digest_html(empty())
    assert "Nothing needs you today." not in digest_text(busy())
    assert "Nothing needs you today." not in digest_text(replace(busy(), decide=()))


def test_the_mode_and_a_pause_are_always_said() -> None:
    for mode in ("shadow", "approve", "auto"):
        assert f"\n{mode}: " in digest_text(empty(mode=mode))
        assert f"{mode}: " in digest_html(empty(mode=mode))
    paused = empty(paused=("", "beta"))
    assert "Paused: everything, beta." in digest_text(paused)
    assert "Paused: everything, beta." in digest_html(paused)


def test_a_very_long_digest_stays_small_as_a_page_and_whole_as_text() -> None:
    say = Phrases("en", ZONE)
    cases = [
        replace(with_operator(f"N-{n:04}", Reason.NO_REPLY), complaints=(complaint(f"1{n:010}"),)) for n in range(200)
    ]
    view: DigestView = empty(
        decide=tuple(card(each, say) for each in cases),
        waiting=tuple(Waiting(about=about(each), next="follow-up", at=NOW) for each in cases),
    )
    assert len(digest_html(view).encode()) < 102_000
    lines = tuple(Line(text="x", about=about(each), command="noticed letters", quote="q" * 4000) for each in cases)
    heavy = replace(view, silent=view.decide, held=lines, moved=lines, closed=lines)
    assert len(digest_html(heavy).encode()) < 102_000
    text = digest_text(view)
    assert all(each.complaint_ids[0] in text for each in cases)
    assert "and 175 more: noticed cases" in digest_html(view)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_digest_goes_out_as_mail_with_short_lines(language: str) -> None:
    view = busy(language)
    raw = compose(
        Outgoing(
            sender="shop@qq.example",
            sender_name="noticed",
            to=("boss@qq.example",),
            subject=digest_subject(view),
            body=digest_text(view),
            html=digest_html(view),
            message_id="<d-2026-12-07@qq.example>",
            letter_key="D-2026-12-07",
            machine=True,
            date=NOW,
        )
    )
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    parts = [part for part in message_from_bytes(raw, policy=policy.default).walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert parts[1].get_content().replace("\r\n", "\n") == digest_html(view).removesuffix("\n") + "\n"


def test_an_alert_is_one_line_of_subject_and_says_how_to_stop() -> None:
    alert = alert_text("N-7K3F 10987654321:\nreplied", ["They answered.", "", "noticed show N-7K3F"])
    assert alert.subject == "N-7K3F 10987654321: replied"
    assert alert.body.startswith("They answered.\n\nnoticed show N-7K3F\n\n--\n")
    assert "noticed pause" in alert.body


def test_an_unknown_language_gets_english() -> None:
    assert digest_subject(empty(language="xx")) == "nothing to decide"
    assert about(case()).right == ""
