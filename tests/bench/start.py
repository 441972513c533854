"""How long a command takes to begin."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.table import Bench, below

ROUNDS = 9
_COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program is: here the first run compiles it."""
SETTINGS = """\
[operator]
emails = ["boss@qq.com"]
[[account]]
name = "acme"
provider = "qq"
email = "shop@qq.com"
password = { env = "PATH" }
store_name = "Acme Home Goods"
marketplaces = ["US", "DE"]
"""


def measure(*, short: bool) -> Bench:
    """Medians of a few starts, the files warm."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text(SETTINGS)
        rounds = 3 if short else ROUNDS
        bare, _ = _seconds(folder, [sys.executable, "-c", "pass"], rounds)
        commands = (("--help", 0.4), ("cases", 0.8), ("status", 0.8))
        rows = tuple(
            below(f"`noticed {word}`", wall, most, "s", against=f"{cpu:.2f} s of processor")
            for word, most in commands
            for wall, cpu in [_seconds(folder, [sys.executable, "-m", "noticed", word], rounds)]
        )
    return Bench(
        name="start",
        title="Start-up",
        how=f"Wall-clock seconds, median of {rounds}; the store is empty. `python -c pass` takes {bare:.2f} s.",
        rows=rows,
    )


def _seconds(folder: str, command: list[str], rounds: int) -> tuple[float, float]:
    """On the clock, and of the processor, which says more on a busy machine."""

    def once() -> tuple[float, float]:
        begun, before = time.perf_counter(), used()
        subprocess.run(command, cwd=folder, env=_COMPILED, capture_output=True, check=False)
        return time.perf_counter() - begun, used() - before

    once()  # makes the store, compiles what is not yet, and warms the files
    walls, cpus = zip(*(once() for _ in range(rounds)), strict=True)
    return statistics.median(walls), statistics.median(cpus)


def used() -> float:
    """Seconds of the processor of every process that has ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
