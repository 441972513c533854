"""Whom mail of Amazon's is believed from, as values."""

from noticed.core.values import Value, kept


class AmazonTrust(Value):
    """Which mail counts as Amazon's, and for whom it must be. Everything in lower case."""

    domains: frozenset[str]
    """Domains in From and in ``d=``: whole names, no subdomains implied."""
    notice_senders: tuple[str, ...]
    """Local parts that send notices."""
    other_senders: tuple[str, ...] = ()
    """Local parts that never do, and with a leading "@" hosts: "@marketplace." is marketplace.amazon.anything."""
    addresses: frozenset[str] = frozenset()
    """Ours: a notice must be addressed to one of them."""
    authserv_ids: tuple[str, ...] = ()
    """The provider's names in Authentication-Results; ``*`` stands for anything."""
    authserv_headers: int = 0
    """How many of these headers the provider writes; 0: any number."""
    veto_only: bool = False
    """Whether the provider lets strangers write under its name: then it may deny, and never vouch."""
    provider_counts: bool = False
    """Whether the provider's result can stand in for a signature that does not fit."""
    forwarders: tuple[str, ...] = ()
    """Addresses that may forward notices as attachments."""
    operators: frozenset[str] = frozenset()
    """Addresses that may decide by mail; none: nobody may."""

    @kept
    def other_hosts(self) -> tuple[str, ...]:
        """How the hosts begin of those that never send notices."""
        return tuple(entry[1:] for entry in self.other_senders if entry.startswith("@"))
