"""The DNS server of the tests; see ``tests.e2e.dns``."""

from tests.e2e.conftest import dns

__all__ = ["dns"]
