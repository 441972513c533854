"""What the operator does at the desk really happens, by the same rules as with the commands."""

import html
import re
from dataclasses import replace
from datetime import timedelta

from tests.desks import Client
from tests.mails import AMAZON, COMPLAINANT, notice
from tests.papers import pdf
from tests.unit.desk.conftest import Seat
from tests.unit.service.world import START

from noticed.core.case.model import Disposition, LetterKind, Reason, State
from noticed.ports import InboxStatus, LetterStatus
from noticed.service import checklist, decisions, release
from noticed.service.account import Mode
from noticed.service.extra import Extra

PNG = b"\x89PNG\r\n\x1a\n" + b"evidence" * 40


def first(seat: Seat) -> str:
    """Address of the first letter."""
    return f"/letters/{seat.world.letters()[0].letter}"


def the_case(seat: Seat) -> str:
    """Address of the only case."""
    return f"/cases/{seat.world.case().case}"


def test_a_letter_is_read_approved_and_leaves(small: Seat) -> None:
    today = small.client.get("/").text
    assert first(small) in today
    page = small.client.get(first(small)).text
    assert COMPLAINANT in page
    assert "you reported B0C1234567" in page
    assert small.client.post(f"{first(small)}/approve", mark=small.client.mark(first(small))).status == 303
    small.world.once()
    (arrived,) = small.world.arrived(COMPLAINANT)
    assert arrived["Cc"] == AMAZON
    assert "sent" in small.client.get(first(small)).text


def test_what_was_not_read_is_not_approved(small: Seat) -> None:
    for mark in ("", "0" * 32):
        assert small.client.post(f"{first(small)}/approve", mark=mark).status == 409
    assert small.world.letters()[0].status is LetterStatus.HELD


def test_a_letter_is_changed_and_the_new_version_leaves(small: Seat) -> None:
    old = small.world.letters()[0]
    mark, subject = small.client.mark(f"{first(small)}/change"), old.subject
    body = old.body.replace("Hello,", "Dear <b>team</b> of Müller,").replace("\n", "\r\n")
    answer = small.client.post(f"{first(small)}/change", mark=mark, subject=subject, body=body)
    fresh = answer.where.partition("?")[0]
    assert fresh != first(small)
    assert "Dear &lt;b&gt;team&lt;/b&gt; of Müller," in small.client.get(fresh).text
    small.client.post(f"{fresh}/approve", mark=small.client.mark(fresh))
    small.world.once()
    (arrived,) = small.world.arrived(COMPLAINANT)
    assert arrived.get_content().startswith("Dear <b>team</b> of Müller,")


def test_what_cannot_be_saved_keeps_what_was_typed(small: Seat) -> None:
    mark = small.client.mark(f"{first(small)}/change")
    answer = small.client.post(f"{first(small)}/change", mark=mark, subject="My subject", body="   ")
    assert (answer.status, "My subject" in answer.text, "needs words" in answer.text) == (409, True, True)
    assert len(small.world.letters()) == 1


def test_a_letter_is_rejected_with_its_reason(small: Seat) -> None:
    small.client.post(f"{first(small)}/reject", why="we found the invoice")
    assert small.world.case().reason is Reason.LETTER_REJECTED
    assert "we found the invoice" in small.client.get(the_case(small)).text
    assert small.client.post(f"{first(small)}/approve", mark=small.client.mark(first(small))).status == 409


def test_after_pause_nothing_leaves_and_the_page_says_so(small: Seat) -> None:
    assert small.client.post("/pause").where == "/health?said=paused"
    small.client.post(f"{first(small)}/approve", mark=small.client.mark(first(small)))
    small.world.once()
    assert small.world.arrived(COMPLAINANT) == []
    assert "Stopped: everything" in small.client.get("/").text
    small.client.post("/run")
    small.world.once()
    assert len(small.world.arrived(COMPLAINANT)) == 1


def test_one_account_is_paused_alone(small: Seat) -> None:
    small.client.post("/pause", account="other")
    assert "Stopped: other" in small.client.get("/").text
    small.client.post(f"{first(small)}/approve", mark=small.client.mark(first(small)))
    small.world.once()
    assert len(small.world.arrived(COMPLAINANT)) == 1


def test_a_decision_is_filled_in_read_and_sent_with_its_evidence(flagged: Seat) -> None:
    path = f"{the_case(flagged)}/decide/not_infringing"
    client = flagged.client
    page = client.upload(path, "../analysis.png", PNG, step="look", analysis="")
    assert "Still missing" in page.text
    assert "analysis.png" in page.text
    assert 'value="send"' not in page.text, "nothing is sent that was not shown"
    assert 'name="take.1" value="analysis.png" checked' in page.text
    fields = {"analysis": "Our rack has four legs.\r\nTheirs has three.", "attest": "yes", "take.1": "analysis.png"}
    page = client.post(path, None, step="look", **fields)
    assert "Our rack has four legs." in page.text
    assert AMAZON in page.text
    assert flagged.world.arrived(AMAZON)[1:] == [], "looking sends nothing"
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', page.text)
    assert mark
    done = client.post(path, None, step="send", mark=mark[1], note="as our lawyer says", **fields)
    assert done.where.startswith("/letters/")
    flagged.world.once()
    letter = next(m for m in flagged.world.arrived(AMAZON) if m["To"] == AMAZON)
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("analysis.png", PNG)
    assert flagged.world.case().state is State.WITH_AMAZON
    assert "as our lawyer says" in client.get(the_case(flagged)).text


def test_what_changed_since_it_was_read_is_shown_again(flagged: Seat) -> None:
    path = f"{the_case(flagged)}/decide/reason_unknown"
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', flagged.client.post(path, step="look").text)
    assert mark
    answer = flagged.client.post(path, step="send", mark=mark[1], meanwhile="We stopped selling it.")
    assert "Something has changed in between" in answer.text
    assert flagged.world.case().state is State.WITH_OPERATOR
    again = re.search(r'name="mark" value="([0-9a-f]+)"', answer.text)
    assert again
    assert flagged.client.post(path, step="send", mark=again[1], meanwhile="We stopped selling it.").status == 303


def test_each_claim_names_the_file_that_shows_it(flagged: Seat) -> None:
    path = f"{the_case(flagged)}/decide/own_rights"
    for name in ("register.png", "shop.png"):
        flagged.client.upload(path, name, PNG + name.encode(), step="look")
    fields = {"own_number": "7311902", "own_holder": "Acme Ltd", "take.2": "shop.png", "take.1": "register.png"}
    answer = flagged.client.post(path, None, step="look", **fields).text
    assert "this needs proof" in answer, re.findall("alert.*", answer)
    proofs = {"own_number.proof": "register.png", "own_holder.proof": "register.png"}
    page = flagged.client.post(path, None, step="look", **fields, **proofs)
    assert "register.png, shop.png" in page.text
    assert 'value="send"' in page.text


def test_evidence_for_amazon_never_goes_to_the_complainant(flagged: Seat) -> None:
    flagged.client.upload(f"{the_case(flagged)}/decide/own_rights", "costs.png", PNG, step="look")
    path = f"{the_case(flagged)}/write"
    page = flagged.client.get(f"{path}?kind=follow_up").text
    assert "costs.png" not in page
    flagged.client.post(path, kind="follow_up", mark=flagged.client.mark(f"{path}?kind=follow_up"), step="send")
    assert flagged.world.letters()[-1].files == ()


def test_what_is_not_ticked_stays_at_home(flagged: Seat) -> None:
    path = f"{the_case(flagged)}/decide/not_infringing"
    for name in ("chart.png", "prices.png"):
        flagged.client.upload(path, name, PNG + name.encode(), step="look")
    page = flagged.client.post(path, None, step="look", attest="yes", **{"take.1": "chart.png"}).text
    assert "Attached: chart.png" in page
    assert re.search(r'value="prices\.png">', page), "it is offered, and not ticked"


def test_evidence_has_a_page_of_its_own(flagged: Seat) -> None:
    path, client = f"{the_case(flagged)}/evidence", flagged.client
    page = client.upload(path, "invoice.pdf", pdf("one", "two"), kind="invoice", dated="2020-01-02").text
    assert "invoice.pdf kept as evidence (invoice)" in page
    assert "goes to Amazon as pictures: 2" in page
    assert "has expired: it shows the past alone" in page
    assert "cannot go to Amazon" in client.upload(path, "plan.docx", b"PK\x03\x04 words").text
    assert client.upload(path, "c.png", b"x" * (21 * 1024 * 1024)).status == 413
    assert "write the day like" in client.upload(path, "d.png", PNG, dated="soon").text
    saved = client.get(f"{path}/1")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="invoice.pdf"'
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert "say why" in client.post(path, do="remove", name="invoice.pdf", why="").text
    assert client.post(path, do="remove", name="invoice.pdf", why="prices in it").where.endswith("said=taken_out")
    page = client.get(path).text
    assert "taken out: prices in it" in page
    assert "invoice.pdf" not in client.get(f"{the_case(flagged)}/decide/own_rights").text
    assert client.get(f"{path}/1").status == 200, "the original stays"
    assert client.get(f"{path}/77").status == 404


def test_in_shadow_a_decision_is_text_to_paste(flagged: Seat) -> None:
    flagged.world.context = replace(flagged.world.context, mode=Mode.SHADOW)
    flagged.served.site._context = flagged.world.context
    path = f"{the_case(flagged)}/decide/infringing"
    for line in ("snapshot", "offer:B0C1234567@US", "siblings", "stock", "owner"):
        flagged.client.post(f"{the_case(flagged)}/checklist", line=line, note="")
    flagged.client.post(f"{the_case(flagged)}/checklist", line="owner", undo="yes")
    shown = flagged.client.get(the_case(flagged)).text
    assert (shown.count("Take back"), "not yet (no must)" in shown) == (4, True)
    fields = {"root_cause": "A name.", "actions_taken": "Taken down.", "prevention": "Checked."}
    page = flagged.client.post(path, None, step="look", **fields)
    assert "cannot be taken back" in page.text
    assert "our offer of B0C1234567 on Amazon.com was closed" in page.text
    assert "complainant was told" not in page.text
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', page.text)
    assert mark
    flagged.client.post(path, None, step="send", mark=mark[1], **fields)
    assert flagged.world.case().reason is Reason.TO_PASTE
    assert flagged.client.post(f"{the_case(flagged)}/submitted").status == 303
    assert flagged.world.case().state is State.WITH_AMAZON
    assert [m for m in flagged.world.arrived(AMAZON) if m["To"] == AMAZON] == []


def test_a_case_is_corrected_written_to_resumed_and_closed(flagged: Seat) -> None:
    client, path = flagged.client, the_case(flagged)
    wrong = client.post(f"{path}/fields", complainant_emails="nobody", asins="B0C1234567", complaint_ids="10987654321")
    assert (wrong.status, "name@domain" in wrong.text) == (409, True)
    kept = {"asins": "B0C1234567", "complaint_ids": "10987654321", "rights_owner_name": "BrandCo S.r.l."}
    client.post(f"{path}/fields", None, complainant_emails="legal@brand.example", ip_type="trademark", **kept)
    assert flagged.world.case().complainant_emails == ("legal@brand.example",)
    mark = client.mark(f"{path}/write?kind=follow_up")
    assert client.post(f"{path}/write", kind="follow_up", mark=mark, step="send").status == 303
    flagged.world.once()
    assert len(flagged.world.arrived("legal@brand.example")) == 1
    assert flagged.world.case().state is State.WITH_COMPLAINANT
    assert client.post(f"{path}/close").status == 200, "it asks how it ended"
    client.post(f"{path}/close", disposition="abandoned", note="not worth it")
    assert flagged.world.case().disposition is Disposition.ABANDONED
    client.post(f"{path}/resume")
    assert flagged.world.case().reason is Reason.REOPENED


def test_the_case_is_exported_by_a_form(flagged: Seat) -> None:
    assert flagged.client.get(f"{the_case(flagged)}/export").status == 405
    answer = flagged.client.post(f"{the_case(flagged)}/export")
    assert answer.body.startswith(b"PK")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_what_was_set_aside_is_released_only_by_who_looked(small: Seat) -> None:
    small.world.receive(notice(date=START, complaint="16000000001", asins=("B0J5555555",)))
    with small.world.store.read() as tx:
        (row,) = tx.inbox.with_status(InboxStatus.QUARANTINED)
    assert "Not believed" in small.client.get(f"/aside/{row.id}").text
    assert small.client.post(f"/aside/{row.id}/release").status == 409
    assert small.client.post(f"/aside/{row.id}/destroy").status == 404
    assert small.client.post(f"/aside/{row.id}/release", checked="yes").where.startswith("/cases/")
    assert "16000000001" in small.world.case().complaint_ids
    assert small.client.get(f"/aside/{row.id}").status == 404


def test_cases_are_found_by_what_people_know_of_them(small: Seat) -> None:
    case = f"{the_case(small)}"
    right = ("q=10987654321", "q=b0c1234567", "q=BrandCo+10987654321", "q=ip%40brand.example", "state=with_complainant")
    odd = ("state=nonsense", "page=99", "page=-1", "page=x", "account=acme")
    wrong = ("q=99999", "q=%25", "q=%00", "state=closed", "account=other")
    for query in (*right, *odd, *wrong):
        answer = small.client.get(f"/cases?{query}")
        assert (query, answer.status, case in answer.text) == (query, 200, query not in wrong)


def test_many_cases_come_a_page_at_a_time(small: Seat) -> None:
    case = small.world.case()
    with small.world.store.write() as tx:
        for n in range(60):
            tx.cases.add(
                replace(case, case=f"N-Q{n:03}", opened_at=case.opened_at + timedelta(minutes=n), awaited=None)
            )
    pages = [small.client.get(f"/cases?page={n}").text for n in (1, 2, 3)]
    shown = [re.findall(r'<a href="/cases/(N-\w+)">', page) for page in pages]
    assert [len(each) for each in shown] == [25, 25, 11]
    assert len({name for each in shown for name in each}) == 61


def test_the_page_speaks_chinese_and_shows_what_the_letter_says(small: Seat) -> None:
    small.client.post("/language", language="zh")
    page = small.client.get(first(small)).text
    assert "批准，发出" in page
    assert "您指的是哪个商标" in page
    again = Client(small.served)
    again.log_in()
    assert "Approve" in again.get(first(small)).text, "another session is as the settings say"


def test_the_journal_speaks_chinese_to_the_last_word(small: Seat) -> None:
    small.client.post("/language", language="zh")
    case = small.world.case()
    with small.world.store.write() as tx:
        checklist.mark(tx, small.world.context, case, ["snapshot", "siblings"], note="done")
    decisions.correct(small.world.context, case.case, {"rights_owner_name": "BrandCo"})
    page = html.unescape(re.sub(r"<[^>]+>", " ", small.client.get(the_case(small)).text))
    assert "您完成了：“改动之前先留存页面和您的报价记录”“在您的目录中排查变体和类似商品”（done）" in page
    assert "您填写了权利人 = BrandCo" in page
    assert not re.search(r"snapshot|siblings|rights_owner_name|投诉方: ", page)


def test_no_page_speaks_a_language_of_machines(small: Seat) -> None:
    for path in ("/", "/cases", the_case(small), first(small), "/health"):
        page = small.client.get(path).text.partition("<details><summary>Why is it so")[0]
        text = re.sub(r"<[^>]+>", " ", page)
        assert not [kind for kind in (*State, *Reason, LetterKind.FOLLOW_UP) if "_" in kind and kind in text]


def test_a_letter_that_is_being_sent_is_not_written_again_by_pressing_once_more(flagged: Seat) -> None:
    """The server takes its time, and so does the page."""
    path, client, world = f"{the_case(flagged)}/write", flagged.client, flagged.world
    mark = client.mark(f"{path}?kind=follow_up")
    assert client.post(path, kind="follow_up", mark=mark, step="send").status == 303
    last = world.letters()[-1].letter
    assert release.claim(world.context, world.context.accounts["acme"], last)
    answer = client.post(path, kind="follow_up", mark=mark, step="send")
    assert "Something has changed in between" in answer.text
    assert world.letters()[-1].letter == last


def test_of_two_operators_who_decide_at_once_the_second_is_shown_what_the_first_did(flagged: Seat) -> None:
    path, client, world = f"{the_case(flagged)}/decide/reason_unknown", flagged.client, flagged.world
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', client.post(path, step="look").text)
    assert mark
    decisions.write_to_complainant(world.context, world.case().case, LetterKind.FOLLOW_UP, Extra())
    answer = client.post(path, step="send", mark=mark[1])
    assert "Something has changed in between" in answer.text
    assert world.case().state is State.WITH_COMPLAINANT, "what the first wrote is not cancelled unseen"
