"""Scores of the readers against the gold beside each .eml: the measure of acceptance, in functions.

A value counts when it is the same after folding widths, blanks and case; numbers of rights also without marks.
"""

import difflib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

SETS = ("asins", "complaint_ids", "ip_numbers", "rights_owner_emails", "amazon_emails")
SCALARS = ("kind", "ip_type", "action", "deadline_days", "reason_stated", "marketplace", "language")

Report = Mapping[str, object]


def plain(value: str) -> str:
    """Widths, case and blanks folded."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def key(field: str, value: object) -> str:
    """What two readings of a value have in common."""
    text = unicodedata.normalize("NFKC", str(value))
    if field == "ip_numbers":
        text = re.sub(r"[\s,.\-/−–‐&]|^(no|nr|n°|eutm|rcd)\.?|登録第|特許第|号$", "", text, flags=re.IGNORECASE)
        text = re.sub(
            r"^(reg|us|usd(?=\d))(?=\d)",
            lambda found: "D" if found[0].lower() == "usd" else "",
            text,
            flags=re.IGNORECASE,
        )
    return text.strip().casefold()


def values(field: str, report: Report) -> set[str]:
    found = report.get(field)
    return {key(field, value) for value in found} if isinstance(found, list) else set()


def score(folder: Path, read: Callable[[Path], Report]) -> tuple[dict[str, float], list[str]]:
    """Figures over every notice of ``folder``, and one line for each miss."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in SETS}
    right, seen, out = Counter[str](), Counter[str](), Counter[str]()
    misses: list[str] = []
    for file in sorted(folder.glob("*.eml")):
        gold: dict[str, object] = json.loads(file.with_suffix(".json").read_text("utf-8"))
        got = read(file)
        missed = [field for field in SCALARS if got[field] != gold[field]]
        seen["kind"] += 1
        right["kind"] += "kind" not in missed
        if gold["kind"] == "other":
            out["false_openings"] += got["kind"] != "other"
            misses += [f"{file.name}: kind {got['kind']}"] if got["kind"] != "other" else []
            continue
        out["missed_notices"] += got["kind"] == "other"
        for field in SETS:
            wanted, found = values(field, gold), values(field, got)
            counts[field].update(tp=len(wanted & found), fp=len(found - wanted), fn=len(wanted - found))
            out["wrong_addressees"] += len(found - wanted) if field == "rights_owner_emails" else 0
            missed += [field] if wanted != found else []
        names = [gold["rights_owner_name"], *_list(gold.get("name_also"))]
        name = got["rights_owner_name"]
        if (plain(str(name)) if name else None) not in {plain(str(n)) if n else None for n in names}:
            missed.append("rights_owner_name")
        for field in (*SCALARS[1:], "rights_owner_name"):
            seen[field] += 1
            right[field] += field not in missed
        whole = {"kind", "asins", "complaint_ids", "rights_owner_emails", "ip_type", "action"}
        seen["whole"] += 1
        right["whole"] += not whole & set(missed)
        misses += [f"{file.name}: {field} {got[field]!r}, gold {gold[field]!r}" for field in missed]
    figures = {name: float(out[name]) for name in ("missed_notices", "false_openings", "wrong_addressees")}
    figures |= {f"f1_{field}": _f1(count) for field, count in counts.items()}
    figures |= {f"acc_{field}": right[field] / seen[field] for field in seen}
    return figures, misses


HUMAN = frozenset({"retracts", "gives_reason", "refuses", "demands", "asks_for_information"})
MACHINE = frozenset({"auto_reply", "bounce_hard", "bounce_soft", "amazon_acknowledges"})


def score_replies(folder: Path, read: Callable[[Path], tuple[str, str]]) -> tuple[dict[str, float], list[str]]:
    """Figures over every answer of ``folder``, read as (kind, new text), and one line for each miss."""
    out, texts, misses = Counter[str](), Counter[str](), list[str]()
    files = sorted(folder.glob("*.eml"))
    for file in files:
        gold: dict[str, object] = json.loads(file.with_suffix(".json").read_text("utf-8"))
        (kind, text), wanted = read(file), gold["reply_kind"]
        right = kind == wanted or kind in _list(gold.get("also"))
        out["acc_reply_kind"] += right
        out["machine_taken_for_human"] += wanted in MACHINE and kind in HUMAN
        out["human_taken_for_machine"] += wanted in HUMAN and kind in MACHINE
        out["false_retractions"] += kind == "retracts" != wanted
        misses += [] if right else [f"{file.name}: {kind}, gold {wanted}"]
        if wanted in HUMAN:
            golden = [str(t) for t in (gold["new_text"], *_list(gold.get("new_text_also")))]
            same = max(difflib.SequenceMatcher(None, plain(t), plain(text)).ratio() for t in golden) >= 0.95
            texts[str(same)] += 1
            misses += [] if same else [f"{file.name}: new text {text[:80]!r}"]
    figures = {
        name: float(out[name]) for name in ("machine_taken_for_human", "human_taken_for_machine", "false_retractions")
    }
    return figures | {
        "acc_reply_kind": out["acc_reply_kind"] / len(files),
        "acc_new_text": texts["True"] / texts.total(),
    }, misses


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _f1(count: Counter[str]) -> float:
    total = 2 * count["tp"] + count["fp"] + count["fn"]
    return 2 * count["tp"] / total if total else 1.0
