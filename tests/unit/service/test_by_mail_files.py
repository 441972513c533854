"""Files in an answer to a digest: evidence of the case it names, and a line for each of them."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.mails import AMAZON
from tests.papers import PNG, file, pdf, picture
from tests.signing import sign
from tests.unit.service.answering import Desk

from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.model import Outcome, State
from noticed.ports import Exhibit
from noticed.service import decisions, vault
from noticed.service.extra import Extra
from noticed.service.vault import Offered

SCAN = PNG + b"x" * 9000


class Sender(Desk):
    """The operator sends files with his answers."""

    def send(self, text: str, code: str, *files: tuple[str, bytes], html: str = "", inline: bytes = b"") -> str:
        """Signed; what he is told."""
        before = len(self.told())
        self.receive(sign(self.with_files(text, code, *files, html=html, inline=inline), "seller.example"))
        self.once()
        return "\n".join(self.told()[before:])

    def with_files(self, text: str, code: str, *files: tuple[str, bytes], html: str = "", inline: bytes = b"") -> bytes:
        mail = EmailMessage()
        for name, value in _parsed(self.write(text, code)).items():
            if not name.lower().startswith(("content-", "mime-")):
                mail[name] = value
        mail.set_content(_parsed(self.write(text, code)).get_content())
        if html:
            mail.add_alternative(html, subtype="html")
        if inline:
            page = list(mail.iter_parts())[1]
            assert isinstance(page, EmailMessage)
            page.add_related(inline, "image", "png", cid="<LOGO@phone>", filename="image001.png")
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return mail.as_bytes()

    def held(self) -> tuple[Exhibit, ...]:
        case = self.case().case
        with self.store.read() as tx:
            return tx.exhibits.of_case(case, whole=True)


def _parsed(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_files_become_evidence_of_the_case_the_answer_names() -> None:
    desk = Sender()
    case = desk.flagged()
    invoice = pdf("invoice")
    told = desk.send("1 evidence: invoice", desk.offer({1: (case, None)}), ("scan.pdf", invoice), ("photo.png", SCAN))
    assert f"1 evidence: {case}: kept: scan.pdf (invoice)" in told
    assert f"1 evidence: {case}: kept: photo.png (invoice)" in told
    assert [(x.name, x.kind, x.content) for x in desk.held()] == [
        ("scan.pdf", ExhibitKind.INVOICE, invoice),
        ("photo.png", ExhibitKind.INVOICE, SCAN),
    ]
    assert desk.held()[0].source.startswith("mail ")
    assert desk.case().state is State.WITH_OPERATOR


def test_a_large_mail_is_read_like_a_small_one_and_chinese_like_english() -> None:
    desk = Sender()
    case = desk.flagged()
    scan = picture("PNG", (700, 500), noise=True)
    assert len(scan) > 1_000_000
    desk.send("1 证据：发票", desk.offer({1: (case, None)}), ("扫描.png", scan))
    assert [(x.name, x.kind, x.content) for x in desk.held()] == [("扫描.png", ExhibitKind.INVOICE, scan)]


def test_what_is_said_of_files_is_said_in_chinese_too() -> None:
    desk = Sender()
    desk.context = replace(desk.context, operator_language="zh")
    case = desk.flagged()
    before = len(desk.arrived(desk.boss))
    desk.send("1 证据", desk.offer({1: (case, None)}), ("发票.pdf", pdf("x")), ("程序.exe", b"MZ" * 9000))
    text = "\n".join(str(m.get_content()) for m in desk.arrived(desk.boss)[before:])
    assert f"{case}：已保存：发票.pdf（发票）" in text
    assert "未保存：程序.exe：既不是 PDF 也不是图片" in text


def test_files_beside_a_decision_are_kept_first_and_stand_ready_for_it() -> None:
    desk = Sender()
    case = desk.flagged()
    told = desk.send("1 own", desk.offer({1: (case, None)}), ("registration.pdf", pdf("certificate")))
    assert f"1 own_rights: {case}: kept: registration.pdf (registration)" in told
    assert "this letter still needs own_number" in told  # nobody attests by mail
    decisions.decide(desk.context, case, Outcome.OWN_RIGHTS, "", Extra(slots={"own_number": "5,123,456"}))
    desk.once()
    sent = [m for m in desk.arrived(AMAZON) if m["To"] == AMAZON][-1]
    assert [part.get_filename() for part in sent.iter_attachments()] == ["registration.png", "registration.pdf"]


def test_evidence_and_a_decision_may_be_said_of_one_number_and_evidence_again_later() -> None:
    desk = Sender()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.send("1 evidence", code, ("a.png", SCAN))
    told = desk.send("1 evidence\n1 unknown", code, ("b.png", SCAN + b"b"))
    assert "kept: b.png" in told
    assert "decided" in told
    assert [x.name for x in desk.held()] == ["a.png", "b.png"]
    assert desk.case().state is State.WITH_AMAZON


def test_what_a_mail_program_adds_is_no_evidence() -> None:
    desk = Sender()
    case = desk.flagged()
    html = '<p>1 evidence</p><p>Li Jing, Acme</p><img src="cid:LOGO@phone">'
    told = desk.send(
        "1 evidence",
        desk.offer({1: (case, None)}),
        ("logo.png", PNG),
        ("chart.png", SCAN),
        html=html,
        inline=SCAN + b"l",
    )
    assert "not kept: image001.png: it stands within the text of your mail: attach it as a file" in told
    assert "not kept: logo.png: too small to show anything" in told
    assert [x.name for x in desk.held()] == ["chart.png"]


def test_what_cannot_be_evidence_is_said_and_left() -> None:
    desk = Sender()
    case = desk.flagged()
    files = [("plan.docx", b"PK\x03\x04" * 4000), ("broken.pdf", b"%PDF-1.7 broken" * 1000)]
    told = desk.send("1 evidence", desk.offer({1: (case, None)}), *files)
    assert "not kept: plan.docx: neither a PDF nor a picture: save it as PDF" in told
    assert "kept: broken.pdf (other), but it cannot go to Amazon: broken.pdf is damaged" in told
    assert "more than 10 files" in desk.send(
        "1 evidence", desk.offer({1: (case, None)}), *((f"{n}.png", SCAN + bytes([n])) for n in range(11))
    )
    assert len(desk.held()) == 11


def test_the_same_file_again_is_there_already_and_one_taken_out_stays_out() -> None:
    desk = Sender()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.send("1 evidence", code, ("a.png", SCAN))
    assert "a.png is there already (other)" in desk.send("evidence 1", code, ("again.png", SCAN))
    vault.remove(desk.context, case, "a.png", "shows prices")
    assert "a.png was taken out (shows prices)" in desk.send("1 proof", code, ("a.png", SCAN))
    assert all(x.removed_at for x in desk.held())


def test_files_of_which_no_case_is_named_are_not_kept() -> None:
    desk = Sender()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    assert "files not kept: name one case for them" in desk.send("what about this?", code, ("a.png", SCAN))
    assert "there is no file in your mail" in desk.send("1 evidence", code)
    assert desk.held() == ()


def test_a_mail_nobody_signed_puts_nothing_into_a_case() -> None:
    desk = Sender()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.receive(desk.with_files("1 evidence", code, ("a.png", SCAN)))
    changed = sign(desk.with_files("1 evidence", code, ("b.png", SCAN)), "seller.example")
    desk.receive(changed.replace(b"b.png", b"c.png"))
    desk.once()
    assert desk.held() == ()
    assert desk.disbelieved()


def test_evidence_by_mail_is_what_a_command_would_have_kept() -> None:
    desk = Sender()
    case = desk.flagged()
    desk.send("1 evidence", desk.offer({1: (case, None)}), ("a.png", SCAN))
    (again,) = vault.add(desk.context, case, [Offered(file=file("other.png", SCAN))], "command")
    assert not again.fresh
