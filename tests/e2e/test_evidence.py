"""Evidence on real servers: a PDF in the vault is pictures in the letter that arrived at Amazon's mailbox."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import AMAZON, notice, signed
from tests.papers import opened, pdf

ACCEPTS = b"We accept attachments of these kinds only: .jpeg, .jpg, .pjpeg, .gif, .png, .tiff.\n"


@pytest.fixture
def seller(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    made = Installation(tmp_path, servers, dns, attempts="1")
    made.once()
    raw = notice(date=made.now, to=made.seller, complainant=made.complainant, kind="Trademark")
    made.receive(signed(raw.replace(b"Sincerely,", ACCEPTS + b"Sincerely,", 1)))
    return made


def to_amazon(seller: Installation) -> EmailMessage:
    (mail,) = [m for m in seller.arrived(AMAZON) if m["To"] == AMAZON]
    return mail


def test_a_pdf_in_the_vault_is_pictures_at_amazon_and_the_original_in_the_export(seller: Installation) -> None:
    name, folder = seller.case()["case"], seller.folder
    original = pdf("Registration, page one", "Registration, page two")
    (folder / "registration.pdf").write_bytes(original)
    (folder / "licence.png").write_bytes(b"\x89PNG a licence that has ended")
    said = seller.run("evidence", name, "add", str(folder / "registration.pdf"), "--date", "2021-05-03")
    assert "goes to Amazon as pictures: 2" in said
    said = seller.run("evidence", name, "add", str(folder / "licence.png"), "--expires", "2025-12-31")
    assert "has expired" in said
    assert "This notice accepts .jpeg, .jpg, .pjpeg, .gif, .png, .tiff" in seller.run("evidence", name)
    kept = seller.json("evidence", name)
    assert [(each["name"], each["expired"]) for each in kept] == [("registration.pdf", False), ("licence.png", True)]

    refused = seller.run(
        *("decide", name, "own_rights", "--set", "own_number=5,123,456", "--set", "relation=licensed"),
        *("--set", "relation.proof=licence.png", "--set", "own_number.proof=registration.pdf"),
        status=1,
    )
    assert "relation.proof: licence.png has expired: add one that holds today" in refused
    seller.run("decide", name, "own_rights", "--set", "own_number=5,123,456")
    seller.once()

    mail = to_amazon(seller)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Number: 5,123,456 (registration-1.png, registration-2.png)" in body.get_content()
    pages = list(mail.iter_attachments())
    assert [page.get_filename() for page in pages] == ["registration-1.png", "registration-2.png"]
    assert {opened(page.get_content()).format for page in pages} == {"PNG"}
    assert len(mail.as_bytes()) < 10 * 1024 * 1024

    seller.run("evidence", name, "remove", "licence.png", "--why", "it has ended")
    seller.run("export", name, str(folder / "case.zip"))
    assert "as they were exported" in seller.run("verify", str(folder / "case.zip"))
    with zipfile.ZipFile(io.BytesIO((folder / "case.zip").read_bytes())) as archive:
        told = json.loads(archive.read("case.json"))["evidence"]
        assert archive.read(told[0]["file"]) == original
        assert told[1]["removed_why"] == "it has ended"
        sent = [each for each in archive.namelist() if each.endswith("registration-1.png")]
        assert archive.read(sent[0]) == pages[0].get_content()
    seller.run("evidence", name, "save", "registration.pdf", "--to", str(folder / "again.pdf"))
    assert (folder / "again.pdf").read_bytes() == original


def test_an_account_that_pastes_gets_a_pack_and_says_when_it_is_submitted(seller: Installation) -> None:
    name = seller.case()["case"]
    seller.settings.write_text(seller.settings.read_text().replace('mode = "auto"', 'mode = "shadow"'))
    (seller.folder / "chart.pdf").write_bytes(pdf("A chart"))
    seller.run("decide", name, "not_infringing", "--set", "attest=yes", "--attach", str(seller.folder / "chart.pdf"))
    assert "noticed appeal" in seller.run("digest")
    said = seller.run("appeal", name, str(seller.folder / "pack"))
    assert (seller.folder / "pack" / "index.html").as_uri() in said
    assert opened((seller.folder / "pack" / "files" / "chart.png").read_bytes()).format == "PNG"
    assert "exists: name another folder" in seller.run("appeal", name, str(seller.folder / "pack"), status=1)
    seller.run("decide", name, "submitted", "--note", "by hand")
    assert seller.case()["state"] == "with_amazon"
    shown = seller.run("show", name)
    assert "what was submitted" in shown
    assert "chart.png" in shown
