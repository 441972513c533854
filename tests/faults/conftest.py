"""The servers of the real experiments, shared as everywhere."""

from tests.e2e.conftest import dns, servers

__all__ = ["dns", "servers"]
