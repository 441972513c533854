"""Scores the reader of Authentication-Results on mail as many providers delivered it.

    python -m tests.corpus.providers FOLDER

The folder holds header blocks named ``…__mailbox__sender`` (chatmail's "dkimchecks": the same mail, and forged mail, as
some twenty providers received it). Each is read as it is, and with what a forger could add below the provider's word.
Exit status 1 when anything forged is vouched for, or genuine mail is denied.
"""

import sys
from collections import Counter
from pathlib import Path

from noticed.core.mail.authres import Verdict, is_denied, provider_verdict
from noticed.core.mail.headers import Field, read_fields
from noticed.data import Provider, providers

_OTHER_DOMAINS = {"aol.com": "yahoo", "zohomail.eu": "zoho", "outlook.com": "outlook", "hotmail.com": "outlook"}


def provider_of(mailbox: str) -> Provider | None:
    """What is packaged for a mailbox's provider, None where nothing is."""
    domain = mailbox.rpartition("@")[2]
    known = next((p for p in providers().values() if domain in p.domains), None)
    return known or providers().get(_OTHER_DOMAINS.get(domain, ""))


def verdict(block: bytes, sender: str, known: Provider | None) -> Verdict:
    """What triage would make of it: a provider under whose name anybody writes never vouches."""
    fields, _ = read_fields(block)
    ids, headers = (known.authserv_ids, known.authserv_headers) if known else ((), 0)
    found = provider_verdict(fields, sender.rpartition("@")[2], ids, headers)
    return Verdict.NONE if found is Verdict.PASS and not (known and known.proven) else found


def forgeries(block: bytes, known: Provider) -> list[bytes]:
    """A mail from Amazon's name as a forger would send it, where the provider itself found nothing good."""
    own = known.authserv_ids[0].replace("*", "1") if known.authserv_ids else ""
    fields, _ = read_fields(block)
    top = b"".join(b"%s:%s\n" % (f.label, f.raw) for f in _block(fields))
    for word in (b"pass", b"PASS"):
        top = top.replace(b"dmarc=" + word, b"dmarc=none").replace(b"dkim=" + word, b"dkim=none")
    top = top.replace(b"header.from=", b"header.from=amazon.com.")
    claim = b"dkim=pass header.d=amazon.com; dmarc=pass header.from=amazon.com"
    lie = (
        b"Authentication-Results: %s; %s\n" % (own.encode(), claim) if own else b"Authentication-Results: %s\n" % claim
    )
    sender, far = b"From: notice@amazon.com\n", b"Received: by mx.example\n"
    hidden = top.replace(b"dmarc=none", b"dmarc=none (dmarc=pass header.from=amazon.com)")
    quoted = top.replace(b"dmarc=none", b'dmarc=none reason="; dmarc=pass header.from=amazon.com"')
    every = [top + far + lie + sender, top + lie + sender, top + sender + lie, hidden + sender, quoted + sender]
    return every if top else []


def _block(fields: tuple[Field, ...]) -> list[Field]:
    found = [field for field in fields if field.name == "authentication-results"]
    return [field for field in found if b"aaa.com" not in field.raw]


def main(folder: Path) -> int:
    """Prints one line a provider."""
    count: dict[str, Counter[str]] = {}
    wrong = []
    for file in sorted(folder.iterdir()):
        if file.name.count("__") != 2:
            continue
        _, mailbox, sender = file.name.split("__")
        known, block = provider_of(mailbox), file.read_bytes()
        found = verdict(block, sender, known)
        kind = "forged" if sender.startswith("forged") else "genuine"
        line = count.setdefault(mailbox.rpartition("@")[2], Counter())
        line[f"{kind} {found.value}"] += 1
        line["says pass"] += kind == "genuine" and b"dmarc=pass" in block
        if kind == "genuine" and found is Verdict.FAIL and b"=fail" not in block:
            wrong.append(f"genuine denied: {file.name}")
        if kind == "forged" and found is Verdict.PASS:
            wrong.append(f"forged vouched for: {file.name}")
        for at, forged in enumerate(forgeries(block, known) if known else []):
            line["added forgeries"] += 1
            if verdict(forged, "notice@amazon.com", known) is Verdict.PASS:
                wrong.append(f"forgery {at} vouched for: {file.name}")
            denied = forged + b"Authentication-Results: x; dmarc=fail\n"
            assert known is None or is_denied(read_fields(denied)[0], "amazon.com", ())
    for domain, line in count.items():
        print(f"{domain:20}", "; ".join(f"{name} {number}" for name, number in sorted(line.items())))
    total = sum(count.values(), Counter[str]())
    print(f"{'all':20}", "; ".join(f"{name} {number}" for name, number in sorted(total.items())))
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
