"""Copies of our letters where no poll has looked: All Mail, a Sent or Junk mailbox that is not watched, and a watched
one that could not be read: nothing may leave on the word of a search that passed it by.
"""

from datetime import datetime

from noticed.core.mail.match import LETTER_HEADER
from noticed.core.mail.sift import Known
from noticed.ports import Cursor, MailSession
from noticed.service import intake, taking
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.watched import watched

_ELSEWHERE = frozenset({"All", "Sent", "Junk"})
_OURS = ("N-",)
"""What every letter's Message-ID and X-Noticed-Letter begin with."""


def bring(context: Context, account: Account, session: MailSession, since: datetime) -> int:
    """Take them into the inbox; how many were new. Raises as the session does."""
    read, passed, count = watched(account, session), intake.passed_by(context, account), 0
    for folder in session.folders():
        if folder.name not in passed and (folder.special_use not in _ELSEWHERE or folder.name in read):
            continue
        place = Cursor(account=account.name, mailbox=folder.name, uidvalidity=session.examine(folder.name).uidvalidity)
        for summary in session.summaries(session.find(since, _OURS)):
            if LETTER_HEADER.encode() not in summary.header.lower():
                continue
            row = taking.row_of(context, session, place, summary, Known(), hit=True)
            if row:
                with context.store.write() as tx:
                    count += tx.inbox.add(row) is not None
    return count
