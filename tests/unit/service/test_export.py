"""What a lawyer gets, and that it cannot be changed unseen."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Outcome
from noticed.core.mail.model import File
from noticed.ports import Refused
from noticed.service import decisions
from noticed.service.export import export, verify
from noticed.service.extra import Extra

Files = dict[str, bytes]


def exported(world: World) -> bytes:
    name = world.case().case
    with world.store.write() as tx:
        return export(world.context, tx, name)


def unpacked(packed: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_again(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def the_story() -> World:
    """Asked, answered, decided with an opinion attached."""
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(days=1))
    letter = world.arrived(COMPLAINANT)[0]
    world.receive(answer(letter, date=world.clock.now()))
    opinion = File(name="../../opinion.png", content_type="image/png", content=b"\x89PNG")
    extra = Extra(slots={"attest": "yes"}, files=(opinion,))
    decisions.decide(world.context, world.case().case, Outcome.NOT_INFRINGING, "", extra)
    world.once()
    return world


def test_every_mail_and_letter_is_there_as_it_was() -> None:
    world = the_story()
    files = unpacked(exported(world))
    mails = [content for name, content in files.items() if name.startswith("mails/") and name.endswith(".eml")]
    name = world.case().case
    with world.store.read() as tx:
        assert mails == [row.raw for row in tx.inbox.of_case(name)]
        for row in tx.outbox.of_case(name):
            assert row.raw is None or files[f"letters/{row.letter}.eml"] == row.raw
    told = json.loads(files["case.json"])
    assert [letter["letter"] for letter in told["letters"]] == [letter.letter for letter in world.letters()]
    assert told["case"]["complainant_emails"] == [COMPLAINANT]
    assert b"\x89PNG" in files.values()


def test_an_attachment_named_like_a_path_stays_in_its_folder() -> None:
    names = unpacked(exported(the_story()))
    (evidence,) = [name for name in names if "opinion" in name and "originals" not in name]
    assert evidence.startswith("evidence/N-")
    assert evidence.count("/") == 1


def test_the_sums_are_those_that_sha256sum_reads() -> None:
    files = unpacked(exported(the_story()))
    listed = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: sha256(content).hexdigest() for name, content in files.items()}


def test_the_page_leads_to_every_paper_and_to_nothing_else() -> None:
    files = unpacked(exported(the_story()))
    page = files["index.html"].decode()
    for name in files:
        if name.startswith(("mails/", "letters/", "evidence/")):
            assert f'href="{name}"' in page
    assert "://" not in page
    assert "250" in page


def test_an_untouched_export_is_verified_and_making_it_is_in_the_journal() -> None:
    world = the_story()
    packed = exported(world)
    found = verify(packed)
    name = world.case().case
    assert (found.problems, found.case) == ((), name)
    assert found.lines > 3
    with world.store.read() as tx:
        assert sha256(packed).hexdigest() in tx.journal.of_case(name)[-1].text
    assert verify(exported(world)).lines == found.lines + 1


def edited(change: Callable[[list[dict[str, object]]], object]) -> Callable[[Files], None]:
    """A forger who rewrites the journal and makes the sums fit."""

    def forge(files: Files) -> None:
        told = json.loads(files["case.json"])
        change(told["journal"])
        files["case.json"] = json.dumps(told).encode()
        names = [name for name in files if name != "SHA256SUMS"]
        files["SHA256SUMS"] = "".join(f"{sha256(files[n]).hexdigest()}  {n}\n" for n in names).encode()

    return forge


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (lambda files: files.update({"timeline.txt": b"nothing happened"}), "timeline.txt: changed"),
        (lambda files: files.pop("timeline.txt"), "timeline.txt: listed, not there"),
        (lambda files: files.update({"mails/other.eml": b"I confess"}), "mails/other.eml: there, not listed"),
        (edited(lambda lines: lines[1].update(text="we copied it")), "line 2"),
        (edited(lambda lines: lines[1].update(event="attempt_submitted")), "line 2"),
        (edited(lambda lines: lines[0].update(at="2026-11-01T00:00:00+00:00")), "line 1"),
        (edited(lambda lines: lines.pop(1)), "line 2"),
        (edited(lambda lines: lines.insert(1, lines[0])), "line 2"),
        (edited(lambda lines: lines.reverse()), "line 1"),
    ],
)
def test_what_was_changed_is_named(forge: Callable[[Files], None], said: str) -> None:
    files = unpacked(exported(the_story()))
    forge(files)
    assert any(said in problem for problem in verify(packed_again(files)).problems)


@pytest.mark.parametrize("packed", [b"", b"PK", packed_again({"a.txt": b""}), packed_again({"case.json": b"[1]"})])
def test_what_is_no_export_is_refused_in_one_line(packed: bytes) -> None:
    with pytest.raises(Refused, match="not an export of noticed"):
        verify(packed)
