"""``noticed demo``: from Amazon's notice to a closed case, told line by line, with nothing but this machine.

``tell`` raises ``Refused`` for a folder that is not empty, where the extra ``demo`` is missing, and on Ctrl-C.
"""

import tempfile
from pathlib import Path

from rich.console import Console

from noticed.demo.teller import Teller
from noticed.ports import Refused

_EXTRA = frozenset({"aiosmtpd", "pymap", "pysasl", "proxyprotocol"})


def tell(folder: Path | None, console: Console, language: str = "en") -> None:
    """The whole story, in that language. Letters, digests and the store are left in ``folder`` (default: a new one)."""
    try:
        from noticed.demo import chapters, stage  # the servers are an extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise Refused("the demo needs its embedded servers: pip install 'noticed[demo]'") from None
    place = _place(folder)
    try:
        with stage.staged(place, language) as scene:
            chapters.tell(scene, Teller(console, language), place)
    except KeyboardInterrupt:
        raise Refused(f"stopped in the middle of the story; what there is lies in {place}") from None


def _place(folder: Path | None) -> Path:
    try:
        if folder is None:
            return _new_folder()
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(f"{folder} is not empty: the demo wants a folder of its own")
    except OSError as error:
        raise Refused(f"{folder or 'the folder'} cannot be used: {(error.strerror or 'error').lower()}") from None
    return folder


def _new_folder() -> Path:
    try:
        return Path(Path(tempfile.mkdtemp(prefix="noticed-demo-", dir=".")).name)
    except OSError:  # the current directory is not ours to write in
        return Path(tempfile.mkdtemp(prefix="noticed-demo-"))
