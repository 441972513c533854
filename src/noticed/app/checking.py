"""``noticed check``: every part of the settings tried, each failure with its cause and cure in one line.

It logs in, lists mailboxes, looks at the headers of the last 30 days and at one DKIM record, and sends nothing unless
it is asked for a test mail to the operator. Lines are English; ``render.lines`` tells them in Chinese.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from noticed.adapters import packaged
from noticed.adapters.store.engine import open_store
from noticed.adapters.system import SystemClock
from noticed.app import check_mail, check_outside
from noticed.app.build import build
from noticed.app.check_result import Result
from noticed.core.mail.model import KeyStatus
from noticed.ports import Permanent, Refused, Store, Transient
from noticed.render.letters import BadTemplates, parse_templates
from noticed.service import copy_delays, timekeeping
from noticed.service.context import Context
from noticed.settings import Settings

__all__ = ["Result", "check_all"]

_KNOWN_KEY = "yg4mwqurec7fkhzutopddd3ytuaqrvuz._domainkey.amazon.com"
"""A selector Amazon has signed with; that it is missing is an answer too."""
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})
_LITTLE = 200 * 2**20
"""Octets below which a disk is as good as full: a notice with pictures has 30 MB."""


def check_all(settings: Settings, *, send_test: bool = False, account: str | None = None) -> Iterator[Result]:
    """Settings, words, store, disk and clock, then each account's two servers, then DNS. ``account``: this one alone.

    Raises ``Refused`` where the settings have none of that name.
    """
    if account and account not in {one.name for one in settings.accounts}:
        raise Refused(f'account "{account}" is not in the settings')
    yield Result(ok=True, what="settings", text=f'{settings.path}, mode = "{settings.mode}"')
    yield from (Result(ok=True, note=True, what="settings", text=line) for line in settings.warnings)
    yield _permissions(settings.path)
    yield _words(settings.folder)
    yield _zone(settings)
    try:
        password = settings.store.password
        store = open_store(settings.store.url, password=password() if password else None)
    except (Permanent, Transient) as error:
        yield Result(ok=False, what="store", text=str(error))
        return
    try:
        yield from _with_store(settings, store, send_test=send_test, only=account)
    finally:
        store.close()


def _with_store(settings: Settings, store: Store, *, send_test: bool, only: str | None) -> Iterator[Result]:
    yield Result(ok=True, what="store", text="opens, and is sound")
    yield from _disk(settings)
    context = build(settings, store, SystemClock())
    yield _clock(context)
    for account in (one for one in settings.accounts if only in {None, one.name}):
        yield from check_mail.login(context, account)
        yield from check_mail.mailboxes(context, account)
        yield check_mail.submission(context, account)
        with store.read() as tx:
            short = copy_delays.warning(tx, context, account.name)
        if short:
            yield Result(ok=True, note=True, what=account.name, text=short)
    yield _dns(context)
    yield from check_outside.channels(context, send_test=send_test)
    yield from check_outside.ping(settings, send_test=send_test)
    if send_test:
        yield check_mail.send_test(context)


def _permissions(path: Path) -> Result:
    mode = path.stat().st_mode
    if mode & 0o022:
        return Result(ok=False, what="permissions", text=f"others can change {path}: chmod 600 {path}")
    if mode & 0o044:
        return Result(ok=True, note=True, what="permissions", text=f"others can read {path}: chmod 600 {path}")
    return Result(ok=True, what="permissions", text="the settings are yours alone")


def _words(folder: Path) -> Result:
    """Dialects and letters, with those beside the settings."""
    try:
        languages = len(packaged.dialects(folder))
        letters = parse_templates(packaged.letter_templates(folder), packaged.letter_templates(None))
    except (Permanent, BadTemplates) as error:
        return Result(ok=False, what="words", text=" · ".join(str(error).splitlines()))
    return Result(ok=True, what="words", text=f"{languages} languages read, {len(letters.by_kind)} letters fit")


def _zone(settings: Settings) -> Result:
    """A small server's clock is on UTC, and its owner usually is not."""
    digest, now = settings.schedule.digest, datetime.now(UTC).astimezone(settings.timezone)
    there = datetime.combine(now.date(), digest, tzinfo=settings.timezone).astimezone(UTC)
    text = f"it is {now:%H:%M} in {settings.timezone.key}; digest {digest:%H:%M} = {there:%H:%M} UTC"
    if settings.timezone.key in _UTC and "timezone" not in settings.model_fields_set:
        asked = f'{text}: is that your morning? if not: timezone = "Asia/Shanghai"'
        return Result(ok=True, note=True, what="time zone", text=asked)
    return Result(ok=True, what="time zone", text=text)


def _disk(settings: Settings) -> Iterator[Result]:
    """Room where the store's file lies; a server's disk is its own care."""
    if not settings.store.url.startswith("sqlite:///") or ":memory:" in settings.store.url:
        return
    folder = Path(settings.store.url.removeprefix("sqlite:///")).parent
    free = shutil.disk_usage(folder).free
    size = f"{free / 2**30:.1f} GB" if free >= 2**30 else f"{free // 2**20} MB"
    if free < _LITTLE:
        yield Result(ok=False, what="disk", text=f"only {size} free in {folder}: make room, or move store.url")
    else:
        yield Result(ok=True, what="disk", text=f"{size} free in {folder}")


_NTP = "timedatectl set-ntp true"


def _clock(context: Context) -> Result:
    now = context.clock.now()
    with context.store.read() as tx:
        if timekeeping.behind(tx, now):
            text = (
                f"the clock says {now:%Y-%m-%d %H:%M} UTC, earlier than the last time on record: set it right "
                "(timedatectl set-ntp true)"
            )
            return Result(ok=False, what="clock", text=text)
        since = timekeeping.lost(tx, now)
    text = f"{now:%Y-%m-%d %H:%M} UTC"
    if since:
        text = f"without its time server since {since:%d %b %Y %H:%M} UTC: nothing is sent; {timekeeping.CURE}"
        return Result(ok=False, what="clock", text=text)
    if context.clock.kept() is False:
        return Result(ok=True, note=True, what="clock", text=f"{text}, kept right by no time server: {_NTP}")
    return Result(ok=True, what="clock", text=text)


def _dns(context: Context) -> Result:
    key = context.resolver.key(_KNOWN_KEY)
    if key.status is KeyStatus.ERROR:
        text = "no answer: without DNS no notice can be verified; set dns.nameservers"
        return Result(ok=False, what="DNS", text=text)
    return Result(ok=True, what="DNS", text="answers")
