"""What went wrong, by what it means to the caller.

Every other exception is a bug and is shunted with its traceback.
"""


class Transient(Exception):
    """It did not work now; later it may. ``str()`` is one line for the operator, free of secrets."""


class Permanent(Exception):
    """It will not work until somebody changes something. ``str()`` names what, and the cure."""


class StoreAway(Transient):
    """The store cannot be used now: locked, full, out of reach. Whoever was being asked meanwhile is not to blame."""


class StoreBroken(Permanent):
    """The store will not work until somebody changes something: nothing goes on without it."""


class Refused(Exception):
    """A command that cannot be done as asked: one line why. Nothing was changed (exit status 1)."""
