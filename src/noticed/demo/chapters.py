"""The story's chapters, in order: each lets something happen on the stage, looks at what came of it, and tells it."""

import shlex
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from noticed.core.case.model import Outcome
from noticed.demo import mails
from noticed.demo.amazon import sign
from noticed.demo.keepsakes import is_letter, keep_mail, keep_page, parsed, text_of
from noticed.demo.stage import BEGIN, Stage
from noticed.demo.teller import Teller
from noticed.service import decisions
from noticed.service.write import Extra

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_RECEIVED = ("1-notice", "2-automatic-answer", "3-forgery", "4-reinstatement")


def tell(stage: Stage, teller: Teller, folder: Path) -> None:
    """All of it: three weeks and two days of the story's time."""
    teller.plain(
        "A seller, a complainant and Amazon, pretended by mail servers on this machine. noticed itself is real,",
        "only its clock is simulated. Nothing leaves this machine.",
        "",
    )
    _notice(stage, teller)
    _noise(stage, teller)
    _silence(stage, teller)
    _digest(stage, teller, folder)
    _decision(stage, teller)
    _clearance(stage, teller)
    _what_arrived(stage, teller, folder)
    _look_further(stage, teller, folder)


def _notice(stage: Stage, teller: Teller) -> None:
    teller.say(stage.now, f"noticed watches the inbox of {mails.STORE}, {mails.SELLER}.")
    stage.walk(BEGIN + 2 * _MINUTE)
    stage.arrive(sign(mails.notice(stage.now), stage.key, stage.now))
    case = stage.case()
    teller.say(
        stage.now,
        f"Amazon's notice arrives: {case.rights_owner_name} has reported {', '.join(case.asins)}, and the listing is "
        "removed. It does not say which right is concerned, or why.",
    )
    teller.detail(
        f"Signed by {stage.signer()}: checked with the key in its DNS. Case {case.case} is open.",
        f"complaint {', '.join(case.complaint_ids)} · complainant {', '.join(case.complainant_emails)}",
    )
    letter = _last(stage, mails.COMPLAINANT)
    teller.say(stage.now, f"The first letter leaves at once, to {letter['To']}, with {letter['Cc']} in Cc:")
    teller.show(f"Subject: {letter['Subject']}", text_of(letter))
    teller.detail(
        "(In earnest your first letter waits for your approval, and every later one 15 minutes for your veto.)"
    )


def _noise(stage: Stage, teller: Teller) -> None:
    stage.walk(BEGIN + 3 * _MINUTE)
    stage.arrive(mails.automatic_answer(_last(stage, mails.COMPLAINANT), stage.now).as_bytes())
    teller.say(
        stage.now,
        "Their ticket system answers by itself. A machine's answer is no answer: noticed goes on waiting, and writes "
        "nothing back.",
    )
    stage.walk(BEGIN + 190 * _MINUTE)
    stage.arrive(mails.forgery(stage.now).as_bytes())
    sent = len(stage.mailbox(mails.FORGER))
    teller.say(
        stage.now,
        f"A second mail under Amazon's name, not signed, wants you to write to {mails.FORGER}. It is not believed: it "
        f"waits in quarantine. Letters that went there: {sent}.",
    )


def _silence(stage: Stage, teller: Teller) -> None:
    _walk_to_next_step(stage)
    teller.say(stage.now, "Four business days without an answer (Thanksgiving does not count). The follow-up leaves:")
    teller.detail(_quoted(_last(stage, mails.COMPLAINANT)))
    _walk_to_next_step(stage)
    teller.say(stage.now, "Four more. The last reminder leaves:")
    teller.detail(_quoted(_last(stage, mails.COMPLAINANT)))
    _walk_to_next_step(stage)
    case = stage.case()
    teller.say(
        stage.now,
        f"{case.attempts} letters and no answer: {case.case} is flagged ({case.state}, {case.reason}). "
        "It is your turn; nothing more leaves by itself.",
    )


def _digest(stage: Stage, teller: Teller, folder: Path) -> None:
    stage.walk(stage.now + 3 * _DAY - 25 * _MINUTE)
    digest = _last(stage, mails.OPERATOR)
    keep_page(digest, folder)
    teller.say(
        stage.now,
        f"You read this morning's digest at {mails.OPERATOR} (“{digest['Subject']}”). It names every move that is "
        "open, with its command.",
    )
    teller.detail(f"The page is {folder / 'digest.html'}.")


def _decision(stage: Stage, teller: Teller) -> None:
    stage.walk(stage.now + 6 * _MINUTE)
    name = stage.case().case
    teller.say(stage.now, f"You decide: noticed decide {name} {Outcome.REASON_UNKNOWN.value}")
    decisions.decide(stage.context, name, Outcome.REASON_UNKNOWN, "", Extra())
    stage.work()
    letter = _last(stage, mails.AMAZON)
    teller.say(stage.now, f"The letter to Amazon leaves, to {letter['To']} alone. It carries the proof:")
    teller.detail(*_log(letter))


def _clearance(stage: Stage, teller: Teller) -> None:
    stage.walk(stage.now + 2 * _DAY + 140 * _MINUTE)
    stage.arrive(sign(mails.cleared(stage.now), stage.key, stage.now))
    case = stage.case()
    teller.say(
        stage.now,
        f"Amazon answers, signed again: the listing is reinstated. Only such a mail, or you, can close a case: "
        f"{case.case} is {case.state} ({case.disposition}).",
    )
    stage.walk(stage.now + _DAY)


def _what_arrived(stage: Stage, teller: Teller, folder: Path) -> None:
    asked, amazon, digests = (stage.mailbox(who) for who in (mails.COMPLAINANT, mails.AMAZON, mails.OPERATOR))
    received = [raw for raw in stage.mailbox(mails.SELLER) if not is_letter(raw)]
    kinds = {letter.message_id: f"{letter.letter}-{letter.kind}" for letter in stage.letters()}
    keep_mail(folder / "letters", {kinds[str(parsed(raw)["Message-ID"])]: raw for raw in [*asked, *amazon]})
    keep_mail(folder / "received", dict(zip(_RECEIVED, received, strict=True)))
    keep_mail(folder / "digests", {f"{parsed(raw)['Date'].datetime:%Y-%m-%d}": raw for raw in digests})
    teller.plain(
        "",
        "What really lies in their mailboxes, read over IMAP:",
        f"  {mails.COMPLAINANT:<33}{len(asked)} letters",
        f"  {mails.AMAZON:<33}{len(amazon)} letters, {sum(raw in asked for raw in amazon)} of them as copies",
        f"  {mails.OPERATOR:<33}{len(digests)} digests, one a morning",
        f"  {mails.FORGER:<33}{len(stage.mailbox(mails.FORGER)) or 'nothing'}",
    )


def _look_further(stage: Stage, teller: Teller, folder: Path) -> None:
    name, noticed = stage.case().case, f"noticed --settings {shlex.quote(str(folder / 'settings.toml'))}"
    teller.plain(
        "",
        f"Everything is in {folder}:",
        "  digest.html     what you read on the morning you decided",
        "  letters/        the letters as they arrived, .eml",
        "  received/       Amazon's two mails, the automatic answer, the forgery",
        "  digests/        one for every morning",
        "",
        "To look further:",
        f"  {noticed} show {name}",
        f"  {noticed} why {name}",
        f"  {noticed} letters {name}",
        f"  {noticed} quarantine",
        "For your own mailbox: noticed init",
    )


def _walk_to_next_step(stage: Stage) -> None:
    at = stage.case().wake_at
    assert at is not None
    stage.walk(at)


def _last(stage: Stage, address: str) -> EmailMessage:
    return parsed(stage.mailbox(address)[-1])


def _quoted(letter: EmailMessage) -> str:
    """What a letter says beside its greeting and what all of them say."""
    paragraphs = [" ".join(p.split()) for p in text_of(letter).split("\n\n")]
    return f"“{paragraphs[1]}”"


def _log(letter: EmailMessage) -> list[str]:
    return [line for line in text_of(letter).splitlines() if line[:1].isdigit() and mails.COMPLAINANT in line]
