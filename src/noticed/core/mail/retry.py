"""When a letter that was not accepted is tried again. Pure.

Greylisting wants minutes, a full mailbox hours (RFC 5321 section 4.5.4.1: at least 30 minutes in general, give
up after 4 to 5 days); what the server refused for good is not tried again.
"""

from datetime import datetime, timedelta

_STEPS = tuple(timedelta(minutes=m) for m in (10, 30, 60, 120, 240))
_FULL = timedelta(hours=6)
_GIVE_UP = timedelta(days=4)


def retry_at(code: int | None, text: str, tries: int, created_at: datetime, now: datetime) -> datetime | None:
    """The next try, or None to give up. ``code``, ``text``: the complete SMTP reply, None when the connection broke."""
    if now - created_at >= _GIVE_UP:
        return None
    if code == 452 or text.startswith("4.2.2"):  # insufficient storage; mailbox full (RFC 3463 section 3.3)
        return now + _FULL
    return now + _STEPS[min(max(tries, 1), len(_STEPS)) - 1]
