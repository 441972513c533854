"""The DKIM keys of a message, fetched once and kept with it: selectors change, and the evidence must not (RFC 6376
section 3.6.2).

What was found at receipt is used whenever the message is judged again; what could not be fetched is asked for anew.
"""

from collections.abc import Mapping
from dataclasses import replace

from noticed.core.mail.model import Key, KeyStatus
from noticed.ports import InboxRow
from noticed.service.context import Context

_FIELDS = ("status", "text", "nameserver", "secure", "asked_at")


def fetched(context: Context, row: InboxRow) -> InboxRow:
    """The row with every key the message's signatures name, to be committed with what is concluded from them."""
    trust = context.account_of(row.account).trust
    known = {name: key for name, key in stored(row).items() if key.status is KeyStatus.FOUND}
    asked = [name for name in context.reader.key_names(row.raw, trust) if name not in known]
    now = context.clock.now().isoformat()
    keys = {**known, **{name: replace(context.resolver.key(name), asked_at=now) for name in asked}}
    return replace(row, evidence={**(row.evidence or {}), "keys": as_evidence(keys)}) if keys else row


def as_evidence(keys: Mapping[str, Key]) -> dict[str, object]:
    """By name: status, text, who answered, whether the answer was validated (DNSSEC), and when it was asked."""
    return {name: {field: getattr(key, field) for field in _FIELDS} for name, key in keys.items()}


def stored(row: InboxRow) -> dict[str, Key]:
    """The keys that lie with the message."""
    kept = (row.evidence or {}).get("keys")
    entries = kept.items() if isinstance(kept, dict) else ()
    return {name: Key(name=name, **{**entry, "status": KeyStatus(entry["status"])}) for name, entry in entries}
