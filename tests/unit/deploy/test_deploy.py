"""What is deployed is locked, hardened, and can be read by the programs it is written for."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[3]
DEPLOY = REPOSITORY / "deploy"
UNIT = (DEPLOY / "noticed.service").read_text()


def found(program: str) -> str:
    """Where ``program`` is; ``tests/check`` installs what is missing."""
    path = shutil.which(program)
    assert path is not None, f"{program} is missing: tests/check installs it"
    return path


def unit_values(key: str) -> list[str]:
    """Every value of ``key`` in the unit."""
    return [line.partition("=")[2] for line in UNIT.splitlines() if line.startswith(f"{key}=")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Type", "notify"),
        ("WatchdogSec", "120"),
        ("Restart", "always"),
        ("RestartPreventExitStatus", "2"),
        ("DynamicUser", "yes"),
        ("StateDirectory", "noticed"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("PrivateUsers", "yes"),
        ("ProtectProc", "invisible"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("RestrictNamespaces", "yes"),
        ("LockPersonality", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("SystemCallArchitectures", "native"),
        ("SocketBindDeny", "any"),
        ("IPAddressDeny", "link-local multicast"),
        ("LimitCORE", "0"),
        ("MemoryMax", "768M"),
        ("OOMPolicy", "continue"),
    ],
)
def test_the_service_is_hardened(key: str, value: str) -> None:
    assert unit_values(key) == [value]


def test_the_process_that_reads_heavy_mail_may_limit_itself() -> None:
    assert "setrlimit prlimit64" in unit_values("SystemCallFilter")


def test_the_clock_may_be_asked_and_not_set() -> None:
    assert unit_values("SystemCallFilter")[-1] == "adjtimex clock_adjtime"
    assert unit_values("ProtectClock") == []  # it would forbid the question; setting takes CAP_SYS_TIME


def test_the_service_takes_passwords_as_credentials_and_never_in_its_environment() -> None:
    assert unit_values("LoadCredential")
    assert "password" not in " ".join(unit_values("Environment")).lower()


def test_systemd_understands_the_unit_and_finds_little_to_blame(tmp_path: Path) -> None:
    unit = tmp_path / "noticed.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE))
    analyze = found("systemd-analyze")
    # An unknown key is only a line on stderr, with exit status 0.
    verified = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=15", unit], capture_output=True, text=True, check=False
    )
    assert judged.returncode == 0, judged.stdout


def test_prometheus_reads_the_alert_rules_where_it_is_there() -> None:
    """That each names a figure which is served is tested in tests/unit/service/test_metrics.py."""
    rules = DEPLOY / "noticed.rules.yml"
    named = re.findall(r"- alert: (\w+)", rules.read_text())
    assert len(named) == len(set(named)) > 10
    if promtool := shutil.which("promtool"):
        judged = subprocess.run([promtool, "check", "rules", rules], capture_output=True, text=True, check=False)
        assert (judged.returncode, f"{len(named)} rules found" in judged.stdout) == (0, True), judged.stderr


def closure(wanted: Sequence[str]) -> set[tuple[str, str]]:
    """Every package, with each of its extras, that these requirements come to on this machine."""
    waiting, known = [Requirement(each) for each in wanted], set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        for extra in ("", *one.extras):
            if (one.name, extra) not in known:
                known.add((one.name, extra))
                theirs = [Requirement(each) for each in distribution(one.name).requires or []]
                waiting += [each for each in theirs if not each.marker or each.marker.evaluate({"extra": extra})]
    return known


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes_and_no_index_is_named(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert not re.search(r"https?:|file:|index|find-links|@ ", text)
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert len(requirements) > 30
    for requirement in requirements:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for name, wanted in (
        ("requirements.txt", [*project["dependencies"], *extras["demo"], *extras["postgresql"]]),
        ("requirements-demo.txt", [*project["dependencies"], *extras["demo"]]),
        ("requirements-dev.txt", [*project["dependencies"], *extras["dev"]]),
    ):
        locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (DEPLOY / name).read_text(), re.MULTILINE))
        needed = {canonicalize_name(each) for each, _ in closure(wanted)}
        assert needed - {"noticed"} <= locked, f"{name}: installed without looking for dependencies"


def test_the_container_runs_without_root_on_a_read_only_disk() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    compose = (DEPLOY / "compose.yaml").read_text()
    assert "\nUSER 65532:65532\n" in dockerfile
    assert 'HEALTHCHECK --interval=1m --timeout=20s --start-period=3m CMD ["noticed", "status", "--max-age", "5m"]' in (
        dockerfile
    )
    assert "--require-hashes" in dockerfile
    for line in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"', 'user: "65532:65532"'):
        assert line in compose


def test_the_container_files_pass_their_linters() -> None:
    subprocess.run([found("hadolint"), "--failure-threshold", "style", DEPLOY / "Dockerfile"], check=True)
    linted = subprocess.run(
        [found("compose-lint"), "--format", "json", DEPLOY / "compose.yaml"], capture_output=True, text=True, check=True
    )
    # An image of ours has no digest before it is built; whose digest is pinned, misses security updates of PostgreSQL.
    assert set(re.findall(r"CL-\d{4}", linted.stdout)) <= {"CL-0019"}, linted.stdout


@pytest.mark.parametrize("script", ["tests/check", "deploy/try", "deploy/venv", "deploy/lock", ".ci/run"])
def test_the_scripts_can_be_run(script: str) -> None:
    path = REPOSITORY / script
    assert path.stat().st_mode & 0o111
    subprocess.run([found("shellcheck"), path], check=True)
    assert "\nset -eu\n" in path.read_text()
