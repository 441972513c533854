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
from noticed.service.extra import Extra

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_RECEIVED = ("1-notice", "2-automatic-answer", "3-forgery", "4-reinstatement")


def tell(stage: Stage, teller: Teller, folder: Path) -> None:
    """All of it: three weeks and two days of the story's time."""
    teller.plain(
        teller.words("demo.begin_1"),
        teller.words("demo.begin_2"),
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
    teller.say(stage.now, teller.words("demo.watches", store=mails.STORE, seller=mails.SELLER))
    stage.walk(BEGIN + 2 * _MINUTE)
    stage.arrive(sign(mails.notice(stage.now), stage.key, stage.now))
    case = stage.case()
    teller.say(
        stage.now,
        teller.words("demo.notice", owner=case.rights_owner_name, asins=", ".join(case.asins)),
    )
    teller.detail(
        teller.words("demo.signed", signer=stage.signer(), case=case.case),
        teller.words("demo.who", ids=", ".join(case.complaint_ids), emails=", ".join(case.complainant_emails)),
    )
    letter = _last(stage, mails.COMPLAINANT)
    teller.say(stage.now, teller.words("demo.first", to=letter["To"], cc=letter["Cc"]))
    teller.show(f"Subject: {letter['Subject']}", text_of(letter))
    if told := stage.told():
        teller.show(teller.words("letter.reading"), told)
    teller.detail(teller.words("demo.in_earnest"))


def _noise(stage: Stage, teller: Teller) -> None:
    stage.walk(BEGIN + 3 * _MINUTE)
    stage.arrive(mails.automatic_answer(_last(stage, mails.COMPLAINANT), stage.now).as_bytes())
    teller.say(
        stage.now,
        teller.words("demo.automatic"),
    )
    stage.walk(BEGIN + 190 * _MINUTE)
    stage.arrive(mails.forgery(stage.now).as_bytes())
    sent = len(stage.mailbox(mails.FORGER))
    teller.say(
        stage.now,
        teller.words("demo.forged", forger=mails.FORGER, n=sent),
    )


def _silence(stage: Stage, teller: Teller) -> None:
    _walk_to_next_step(stage)
    teller.say(stage.now, teller.words("demo.second"))
    teller.detail(_quoted(_last(stage, mails.COMPLAINANT)))
    _walk_to_next_step(stage)
    teller.say(stage.now, teller.words("demo.third"))
    teller.detail(_quoted(_last(stage, mails.COMPLAINANT)))
    _walk_to_next_step(stage)
    case = stage.case()
    teller.say(
        stage.now,
        teller.words(
            "demo.flagged",
            n=case.attempts,
            case=case.case,
            state=teller.word("state", case.state),
            reason=teller.word("because", case.reason or ""),
        ),
    )


def _digest(stage: Stage, teller: Teller, folder: Path) -> None:
    stage.walk(stage.now + 3 * _DAY - 25 * _MINUTE)
    digest = _last(stage, mails.OPERATOR)
    keep_page(digest, folder)
    teller.say(
        stage.now,
        teller.words("demo.digest", operator=mails.OPERATOR, subject=digest["Subject"]),
    )
    teller.detail(teller.words("demo.page", file=folder / "digest.html"))


def _decision(stage: Stage, teller: Teller) -> None:
    stage.walk(stage.now + 6 * _MINUTE)
    name = stage.case().case
    teller.say(stage.now, teller.words("demo.decide", case=name, outcome=Outcome.REASON_UNKNOWN.value))
    decisions.decide(stage.context, name, Outcome.REASON_UNKNOWN, "", Extra())
    stage.work()
    letter = _last(stage, mails.AMAZON)
    teller.say(stage.now, teller.words("demo.to_amazon", to=letter["To"]))
    teller.detail(*_log(letter))


def _clearance(stage: Stage, teller: Teller) -> None:
    stage.walk(stage.now + 2 * _DAY + 140 * _MINUTE)
    stage.arrive(sign(mails.cleared(stage.now), stage.key, stage.now))
    case = stage.case()
    teller.say(
        stage.now,
        teller.words(
            "demo.cleared",
            case=case.case,
            state=teller.word("state", case.state),
            disposition=teller.word("disposition", case.disposition or ""),
        ),
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
        teller.words("demo.mailboxes"),
        f"  {mails.COMPLAINANT:<33}{teller.words('demo.letters', n=len(asked))}",
        f"  {mails.AMAZON:<33}{teller.words('demo.copies', n=len(amazon), copies=sum(raw in asked for raw in amazon))}",
        f"  {mails.OPERATOR:<33}{teller.words('demo.digests', n=len(digests))}",
        f"  {mails.FORGER:<33}{len(stage.mailbox(mails.FORGER)) or teller.words('demo.nothing')}",
    )


def _look_further(stage: Stage, teller: Teller, folder: Path) -> None:
    name, noticed = stage.case().case, f"noticed --settings {shlex.quote(str(folder / 'settings.toml'))}"
    teller.plain(
        "",
        teller.words("demo.everything", folder=folder),
        f"  digest.html     {teller.words('demo.in_page')}",
        f"  letters/        {teller.words('demo.in_letters')}",
        f"  received/       {teller.words('demo.in_received')}",
        f"  digests/        {teller.words('demo.in_digests')}",
        "",
        teller.words("demo.further"),
        f"  {noticed} show {name}",
        f"  {noticed} why {name}",
        f"  {noticed} letters {name}",
        f"  {noticed} quarantine",
        teller.words("demo.own"),
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
