"""Prints what the readers see in .eml files, one JSON object a line, without settings, network or command line."""

import json
import sys
import tomllib
from functools import lru_cache
from pathlib import Path

from noticed.adapters import packaged
from noticed.core.mail.message import read_message
from noticed.core.marketplace import Marketplace
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.extract import read_notice
from noticed.core.notice.report import as_report

PACKAGE = Path(__file__).parents[2] / "src" / "noticed"


@lru_cache(maxsize=1)
def dialects() -> tuple[Dialect, ...]:
    """The packaged dialects, English first."""
    return tuple(sorted(packaged.dialects(None), key=lambda dialect: (dialect.language != "en", dialect.language)))


@lru_cache(maxsize=1)
def marketplaces() -> tuple[Marketplace, ...]:
    """The stores: code, domain and spellings are all that reading needs."""
    data = (PACKAGE / "data" / "marketplaces.toml").read_text("utf-8")
    names = {code: tuple(row.get("names", ())) for code, row in tomllib.loads(data).items()}
    domains = {
        "US": "amazon.com", "CA": "amazon.ca", "MX": "amazon.com.mx", "BR": "amazon.com.br",
        "UK": "amazon.co.uk",
        "DE": "amazon.de", "FR": "amazon.fr", "IT": "amazon.it", "ES": "amazon.es", "NL": "amazon.nl",
        "SE": "amazon.se",
        "PL": "amazon.pl", "BE": "amazon.com.be", "TR": "amazon.com.tr", "AE": "amazon.ae", "SA": "amazon.sa",
        "EG": "amazon.eg", "IN": "amazon.in", "JP": "amazon.co.jp", "SG": "amazon.sg", "AU": "amazon.com.au",
        "IE": "amazon.ie", "ZA": "amazon.co.za",
    }  # fmt: skip
    return tuple(
        Marketplace(
            code=code,
            domain=domain,
            country=code,
            timezone="UTC",
            language="en",
            dispute_address=None,
            names=names[code],
        )
        for code, domain in domains.items()
    )


def read(file: Path) -> dict[str, object]:
    """What is seen in one file."""
    notice = read_notice(read_message(file.read_bytes()), dialects(), marketplaces())
    return {"file": str(file), "authenticity": "unverified", "notice": as_report(notice)}


if __name__ == "__main__":
    words, stores = dialects(), marketplaces()
    for name in sys.argv[1:]:
        if not name.startswith("--"):
            found = read_notice(read_message(Path(name).read_bytes()), words, stores)
            print(json.dumps({"file": name, "authenticity": "unverified", "notice": as_report(found)}))
