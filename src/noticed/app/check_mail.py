"""An account's two servers as ``noticed check`` sees them: login, mailboxes, what lies in them, and a test mail."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from noticed.app import check_sender, check_trust
from noticed.app.check_result import Result
from noticed.core.case import identity
from noticed.core.case.model import LetterKind
from noticed.core.mail.compose import Outgoing, compose
from noticed.core.mail.sift import Known, Sifted, sift_header
from noticed.core.notice.brand import brand_of
from noticed.core.values import Value
from noticed.ports import Folder, InDoubt, MailSession, Permanent, Refused, Search, Transient
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.quiet import is_amazons
from noticed.service.watched import watched
from noticed.settings import Account as Settings
from noticed.settings import Connection

LOOKED_BACK = timedelta(days=30)
"""A seller's mailbox without Amazon's mail for so long is hardly the one that is registered."""
_MOST = 500
"""Headers looked at in one mailbox, the newest."""
_WINDOW = (timedelta(days=20), timedelta(days=32))
"""Where the oldest message of an INBOX is this old, the provider probably shows 30 days only."""
_SLACK = timedelta(minutes=5)


class Seen(Value):
    """What lies in the watched mailboxes."""

    amazon: tuple[datetime, ...] = ()
    """When mail of Amazon's came in, in the last 30 days, oldest first."""
    notices: int = 0
    """Of these, from addresses that send notices."""
    oldest: datetime | None = None
    """Of the INBOX."""
    newest: datetime | None = None


def mailboxes(context: Context, settings: Settings) -> Iterator[Result]:
    """Login, the mailboxes named in the settings (the default ones need not exist), and what is seen in them."""
    account, what = context.accounts[settings.name], f"{settings.name} IMAP"
    given = settings.imap.mailboxes if "mailboxes" in settings.imap.model_fields_set else ()
    try:
        with context.mail(account.name).connect() as session:
            names, folders = watched(account, session), session.folders()
            for name in names:
                session.examine(name)
            seen = _look(context, account, session, names)
            trust = tuple(check_trust.measured(context, settings, session, names))
            own = check_sender.letters(context, settings, session, names)
    except (Permanent, Transient) as error:
        yield Result(ok=False, what=what, text=str(error))
        return
    known = {"inbox", "junk"} | {n.casefold() for f in folders for n in (f.name, f.special_use) if n}
    missing = [m for m in given if m.casefold() not in known]
    if missing:
        there = ", ".join(f.name for f in folders)
        yield Result(ok=False, what=what, text=f"there is no mailbox {', '.join(missing)}; there are: {there}")
    else:
        yield Result(ok=True, what=what, text=f"{_logged_in(settings.mail)}; watches {', '.join(names)}")
    yield from _hidden(context, settings, folders, seen)
    yield _amazon(context, settings, seen)
    yield from trust
    yield from check_sender.domain(context, settings)
    yield own


def login(context: Context, settings: Settings) -> Iterator[Result]:
    """Until when a login at Google or Microsoft holds; an account on another's login has none."""
    if not settings.logs_in or settings.login:
        return
    what, ends = f"{settings.name} login", context.login_ends(settings.name)
    if ends is None:
        yield Result(ok=False, what=what, text=f"nobody has logged in yet: noticed login {settings.name}")
    else:
        near = ends.warn_from <= context.clock.now()
        yield Result(ok=ends.at > context.clock.now(), note=near, what=what, text=ends.why)


def submission(context: Context, settings: Settings) -> Result:
    """Login at the server letters leave by; nothing is sent."""
    what = f"{settings.name} SMTP"
    try:
        with context.submission(settings.name).connect():
            return Result(ok=True, what=what, text=f"{_logged_in(settings.submission)}; nothing was sent")
    except (Permanent, Transient) as error:
        return Result(ok=False, what=what, text=str(error))


def _logged_in(to: Connection) -> str:
    return "logged in without TLS, on this machine" if to.tls == "none" else "logged in over TLS"


def send_test(context: Context) -> Result:
    """One mail to the operator alone, by the account that sends the digests. Raises ``Refused`` without an address."""
    account, now = context.writes, context.clock.now()
    if not context.operator_emails:
        raise Refused("operator.emails is empty: the test mail has nobody to go to")
    name = f"A-{context.ids.new()[:10].upper()}"
    message_id = identity.message_id("alert", name, context.operator_emails, account.email, LetterKind.ALERT)
    mail = Outgoing(
        sender=account.email,
        sender_name="noticed",
        to=context.operator_emails,
        subject="noticed: test",
        body="If you can read this, digests and alerts reach you.\n\n收到这封信，说明每日摘要和提醒能送达。\n",
        message_id=message_id,
        letter_key=identity.letter_key(message_id),
        machine=True,
        date=now.astimezone(context.timezone),
    )
    try:
        with context.submission(account.name).connect() as line:
            answers = line.envelope(account.email, mail.to)
            refused = next((a for a in answers if not a.accepted), None)
            answer = refused or line.data(compose(mail))
    except (Permanent, Transient, InDoubt) as error:
        return Result(ok=False, what="test mail", text=f"was not taken: {error}")
    if not answer.accepted:
        said = f"{answer.code} {answer.text}"
        cure = account.cure(said)
        return Result(ok=False, what="test mail", text=f"was refused: {said}" + (f"; {cure}" if cure else ""))
    return Result(ok=True, what="test mail", text=f"sent to {', '.join(mail.to)}: look into the spam folder too")


def _look(context: Context, account: Account, session: MailSession, names: tuple[str, ...]) -> Seen:
    since = context.clock.now() - LOOKED_BACK
    amazon: list[datetime] = []
    notices, oldest, newest = 0, None, None
    brand = brand_of(context.dialects)
    for name in names:
        session.examine(name)
        uids = session.uids_after(0)
        if name.upper() == "INBOX" and uids:
            ends = session.summaries((uids[0], uids[-1]))
            oldest, newest = (ends[0].received_at, ends[-1].received_at) if ends else (None, None)
        found = session.search(Search(since=since, senders=("amazon",), subjects=()))
        for summary in session.summaries(found[-_MOST:]):
            if summary.received_at >= since and is_amazons(account, summary.header):
                amazon.append(summary.received_at)
                notices += sift_header(summary.header, Known(), context.senders, brand) is Sifted.KEEP
    return Seen(amazon=tuple(sorted(amazon)), notices=notices, oldest=oldest, newest=newest)


def _hidden(context: Context, settings: Settings, folders: tuple[Folder, ...], seen: Seen) -> Iterator[Result]:
    """What the provider may keep from us: spam, and whatever is older than 30 days; and whether clocks agree."""
    what, now = f"{settings.name} IMAP", context.clock.now()
    shows = settings.preset.shows.get(context.operator_language, "")
    names = {n.casefold() for f in folders for n in (f.name, f.special_use) if n}
    if not names & {"junk", *map(str.casefold, settings.preset.junk)}:
        text = "no Junk folder is shown over IMAP: a notice taken for spam would not be seen"
        yield Result(ok=True, note=True, what=what, text=f"{text}; {shows}" if shows else text)
    if seen.oldest and _WINDOW[0] <= now - seen.oldest <= _WINDOW[1] and shows:
        text = f"the oldest message shown is {(now - seen.oldest).days} days old; {shows}"
        yield Result(ok=True, note=True, what=what, text=text)
    if seen.newest and seen.newest > now + _SLACK:
        ahead = (seen.newest - now) // timedelta(minutes=1)
        text = (
            f"the newest message is {ahead} minutes in the future: this machine's clock is slow, or the server's fast "
            "(timedatectl set-ntp true)"
        )
        yield Result(ok=False, what=what, text=text)


def _amazon(context: Context, settings: Settings, seen: Seen) -> Result:
    what = f"{settings.name} Amazon"
    if not seen.amazon:
        text = f"no mail from Amazon in {LOOKED_BACK.days} days: is this the mailbox you registered with Amazon?"
        return Result(ok=True, note=True, what=what, text=text)
    last = seen.amazon[-1].astimezone(context.timezone)
    text = (
        f"mails in {LOOKED_BACK.days} days: {len(seen.amazon)}, from addresses that send notices: {seen.notices}; "
        f"the last on {last:%Y-%m-%d %H:%M}"
    )
    return Result(ok=True, what=what, text=text)
