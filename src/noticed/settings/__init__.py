"""settings.toml as frozen values: ``load`` finds it, reads it, and reports everything wrong with it at once."""

from noticed.settings.account import Account, Connection
from noticed.settings.errors import SettingsError
from noticed.settings.loading import find, load
from noticed.settings.model import Settings
from noticed.settings.secret import Secret

__all__ = ["Account", "Connection", "Secret", "Settings", "SettingsError", "find", "load"]
