"""The evidence of a case: originals that stay, and letters that carry them as this notice accepts them."""

import io
import json
import zipfile
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from tests.mails import AMAZON, notice, signed
from tests.papers import PNG, file, opened, pdf
from tests.unit.service.world import START, World

from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.model import Disposition, Outcome
from noticed.ports import Exhibit, Refused
from noticed.service import decisions, regroup, retention, vault
from noticed.service.export import export, verify
from noticed.service.extra import Extra
from noticed.service.vault import Offered

ACCEPTS = b"We accept attachments of these kinds only: .jpeg, .jpg, .pjpeg, .gif, .png, .tiff. No links.\n"
OWN = {"own_number": "5,123,456"}


def complained(*, accepts: bytes = ACCEPTS, kind: str = "Counterfeit", **changes: Any) -> World:
    """A case with the operator's word to be said, of a notice that prints what it accepts."""
    world = World(**changes)
    raw = notice(date=START, kind=kind)
    world.receive(signed(raw.replace(b"Sincerely,", accepts + b"Sincerely,", 1)))
    return world


def add(world: World, name: str, content: bytes, **said: Any) -> str:
    (kept,) = vault.add(world.context, world.case().case, [Offered(file=file(name, content), **said)], "command")
    return kept.exhibit.name


def decide(world: World, outcome: Outcome, slots: dict[str, str], **extra: Any) -> EmailMessage:
    """What Amazon gets."""
    decisions.decide(world.context, world.case().case, outcome, "", Extra(slots=slots, **extra))
    world.once()
    return [m for m in world.arrived(AMAZON) if m["To"] == AMAZON][-1]


def names(mail: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in mail.iter_attachments()]


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_pdf_goes_as_pictures_of_its_pages_and_the_original_stays() -> None:
    world = complained()
    original = pdf("page one", "page two")
    add(world, "registration.pdf", original)
    mail = decide(world, Outcome.OWN_RIGHTS, {**OWN, "own_number.proof": "registration.pdf"})
    assert names(mail) == ["registration-1.png", "registration-2.png"]
    assert all(opened(part.get_payload(decode=True)).format == "PNG" for part in mail.iter_attachments())  # type: ignore[arg-type]
    assert "Number: 5,123,456 (registration-1.png, registration-2.png)" in words(mail)
    (kept,) = held(world)
    assert kept.content == original


def test_where_the_notice_is_silent_the_pdf_goes_beside_its_pages() -> None:
    world = complained(accepts=b"")
    add(world, "registration.pdf", pdf("one"))
    mail = decide(world, Outcome.OWN_RIGHTS, OWN)
    assert names(mail) == ["registration.png", "registration.pdf"]


def test_a_letter_that_rests_on_proof_takes_what_is_there_and_another_takes_nothing() -> None:
    world = complained()
    add(world, "chart.png", PNG)
    mail = decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"})
    assert names(mail) == ["chart.png"]
    other = complained()
    add(other, "chart.png", PNG)
    assert names(decide(other, Outcome.NEVER_LISTED, {"attest": "yes"})) == []


def test_what_a_letter_is_told_to_take_is_all_it_takes() -> None:
    world = complained()
    add(world, "chart.png", PNG)
    add(world, "prices.png", PNG + b"secret")
    with pytest.raises(Refused, match=r'no evidence "charts\.png"'):
        decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"}, names=("charts.png",))
    mail = decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"}, names=("chart.png",))
    assert names(mail) == ["chart.png"]


def test_a_file_that_comes_with_the_decision_is_evidence_from_then_on() -> None:
    world = complained()
    decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"}, files=(file("C:\\papers\\chart.png", PNG),))
    (kept,) = held(world)
    assert (kept.name, kept.kind) == ("chart.png", ExhibitKind.ANALYSIS)
    assert "evidence added: chart.png" in journal(world)


def test_a_decision_that_is_refused_keeps_nothing() -> None:
    world = complained()
    with pytest.raises(Refused, match="still needs attest"):
        decide(world, Outcome.NOT_INFRINGING, {}, files=(file("chart.png", PNG),))
    assert held(world) == ()


def test_an_invoice_that_is_too_old_stands_for_nothing_but_the_past() -> None:
    world = complained()
    add(world, "invoice.png", PNG, dated=date(2024, 5, 3))
    with pytest.raises(Refused, match="still needs analysis"):
        decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"})
    with pytest.raises(Refused, match=r"invoices\.proof: invoice\.png has expired: add one that holds today"):
        decide(world, Outcome.NOT_INFRINGING, {"attest": "yes", "invoices": "Maker", "invoices.proof": "invoice.png"})
    sold = {"attest": "yes", "analysis": "ours is older", "earliest_sale": "3 May 2024"}
    design = complained(kind="Design patent")
    add(design, "invoice.png", PNG, dated=date(2024, 5, 3))
    mail = decide(design, Outcome.NOT_INFRINGING, {**sold, "earliest_sale.proof": "invoice.png"})
    assert "2024-05-03 (invoice.png)" in words(mail)


def test_how_old_an_invoice_may_be_is_what_the_notice_says() -> None:
    world = complained(accepts=ACCEPTS + b"Send invoices of the last 180 days.\n")
    add(world, "invoice.png", PNG, dated=START.date() - timedelta(days=200))
    (kept,) = held(world)
    assert kept.expires == START.date() - timedelta(days=20)
    assert vault.expired(kept, START.date())


def test_a_licence_holds_until_the_day_it_names() -> None:
    world = complained()
    add(world, "loa.png", PNG, expires=START.date())
    slots = {"attest": "yes", "authorization": "BrandCo", "authorization.proof": "loa.png"}
    mail = decide(world, Outcome.NOT_INFRINGING, slots)
    assert "Authorization (loa.png)" in words(mail)


def test_a_notice_that_prints_what_it_accepts_takes_no_links() -> None:
    slots = {"attest": "yes", "analysis": "see https://register.example/5123456"}
    with pytest.raises(Refused, match="analysis: this notice takes no links: say it in words"):
        decide(complained(), Outcome.NOT_INFRINGING, slots)
    assert "https://register" in words(decide(complained(accepts=b""), Outcome.NOT_INFRINGING, slots))


def test_what_was_taken_out_goes_no_more_and_stays_for_the_lawyer() -> None:
    world = complained()
    add(world, "prices.png", PNG)
    with pytest.raises(Refused, match="say why"):
        vault.remove(world.context, world.case().case, "prices.png", " ")
    vault.remove(world.context, world.case().case, "prices.png", "it shows our prices")
    with pytest.raises(Refused, match="still needs analysis"):
        decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"})
    with pytest.raises(Refused, match=r"was taken out \(it shows our prices\)"):
        decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"}, files=(file("prices.png", PNG),))
    files = exported(world)
    assert PNG in files.values()
    (told,) = json.loads(files["case.json"])["evidence"]
    assert (told["removed_why"], told["name"]) == ("it shows our prices", "prices.png")
    assert add(world, "again.png", PNG) == "prices.png"  # the same file, put back
    decide(world, Outcome.NOT_INFRINGING, {"attest": "yes"})


def test_two_files_of_one_name_are_both_kept() -> None:
    world = complained()
    assert [add(world, "scan.png", PNG + bytes([n])) for n in range(3)] == ["scan.png", "scan-2.png", "scan-3.png"]
    assert add(world, "other.png", PNG + b"\0") == "scan.png"


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "is empty"), (b"x" * (20 * 2**20 + 1), "larger than 20 MB")], ids=["empty", "large"]
)
def test_what_cannot_be_kept_is_said(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        add(complained(), "file.pdf", content)


def test_a_case_holds_sixty_files() -> None:
    world = complained()
    many = [Offered(file=file(f"{n}.png", PNG + bytes([n]))) for n in range(61)]
    with pytest.raises(Refused, match="60 files are as much evidence as a case holds"):
        vault.add(world.context, world.case().case, many, "command")
    assert len(vault.add(world.context, world.case().case, many[:60], "command")) == 60


def test_the_export_holds_the_original_and_what_was_sent_of_it() -> None:
    world = complained()
    original = pdf("page one", "page two")
    add(world, "registration.pdf", original)
    decide(world, Outcome.OWN_RIGHTS, OWN)
    files = exported(world)
    assert files["evidence/originals/1-registration.pdf"] == original
    letter = world.case().awaited
    sent = [name for name in files if name.startswith(f"evidence/{letter}-")]
    assert [name.rpartition("-registration")[2] for name in sent] == ["-1.png", "-2.png"]


def test_evidence_that_was_changed_after_the_export_is_found() -> None:
    world = complained()
    add(world, "chart.png", PNG)
    case = world.case().case
    with world.store.write() as tx:
        packed = export(world.context, tx, case)
    assert verify(packed).problems == ()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["evidence/originals/1-chart.png"] = PNG + b"another"
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert any("originals/1-chart.png" in problem for problem in verify(changed.getvalue()).problems)


def test_evidence_stays_for_ever_until_its_case_is_removed() -> None:
    world = complained(keep=timedelta(days=30))
    add(world, "chart.png", PNG)
    decisions.close(world.context, world.case().case, Disposition.RESOLVED, "")
    world.sleep(timedelta(days=29))
    assert held(world)[0].content == PNG
    for _ in range(3):
        world.sleep(timedelta(days=1))
        retention.clear_out(world.context)
    (left,) = held(world)
    assert (left.content, left.name) == (b"", "removed-1")
    assert b"" not in {content for name, content in exported(world).items() if "originals" in name}


def test_evidence_goes_with_a_case_into_another() -> None:
    world = complained()
    first = world.case().case
    add(world, "chart.png", PNG)
    world.receive(signed(notice(date=START, complaint="20987654321", complainant="law@firm.example")))
    (second,) = [case.case for case in world.cases() if case.case != first]
    regroup.merge(world.context, first, second)
    with world.store.read() as tx:
        assert [each.name for each in tx.exhibits.of_case(second)] == ["chart.png"]


def held(world: World) -> tuple[Exhibit, ...]:
    case = world.case().case
    with world.store.read() as tx:
        return tx.exhibits.of_case(case, whole=True)


def journal(world: World) -> str:
    case = world.case().case
    with world.store.read() as tx:
        return "\n".join(line.text for line in tx.journal.of_case(case))


def exported(world: World) -> dict[str, bytes]:
    case = world.case().case
    with world.store.write() as tx:
        packed = export(world.context, tx, case)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
