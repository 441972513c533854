"""The DKIM keys of a message, fetched once and kept with it: selectors change, and the evidence must not (RFC 6376
section 3.6.2).

What was found at receipt is used whenever the message is judged again; what could not be fetched is asked for anew.
"""

from collections.abc import Mapping
from dataclasses import replace

from noticed.core.mail.model import Key, KeyStatus
from noticed.ports import InboxRow
from noticed.service.account import Account
from noticed.service.context import Context

_FIELDS = ("status", "text", "nameserver", "secure", "asked_at")


def fetch(context: Context, account: Account, row: InboxRow) -> Mapping[str, Key]:
    """Every key the message's signatures name. A key found is committed before anything is concluded from it."""
    known = {name: key for name, key in stored(row).items() if key.status is KeyStatus.FOUND}
    asked = [name for name in context.reader.key_names(row.raw, account.trust) if name not in known]
    now = context.clock.now().isoformat()
    answers = {name: replace(context.resolver.key(name), asked_at=now) for name in asked}
    keys = {**known, **answers}
    if any(key.status is KeyStatus.FOUND for key in answers.values()):
        with context.store.write() as tx:
            fresh = tx.inbox.get(row.id, whole=False)
            if fresh is not None and fresh.status is row.status:
                tx.inbox.save(replace(fresh, evidence={**(fresh.evidence or {}), "keys": as_evidence(keys)}))
    return keys


def as_evidence(keys: Mapping[str, Key]) -> dict[str, object]:
    """By name: status, text, who answered, whether the answer was validated (DNSSEC), and when it was asked."""
    return {name: {field: getattr(key, field) for field in _FIELDS} for name, key in keys.items()}


def stored(row: InboxRow) -> dict[str, Key]:
    """The keys that lie with the message."""
    kept = (row.evidence or {}).get("keys")
    entries = kept.items() if isinstance(kept, dict) else ()
    return {name: Key(name=name, **{**entry, "status": KeyStatus(entry["status"])}) for name, entry in entries}
