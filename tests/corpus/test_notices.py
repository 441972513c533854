"""The reader of notices against the corpus, and against one written apart from it: fails when a score falls."""

from pathlib import Path

import pytest
from tests.corpus.read_corpus import dialects, marketplaces
from tests.corpus.scoring import Report, score

from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice
from noticed.core.notice.report import as_report

HERE = Path(__file__).parent
SETS = [
    pytest.param(HERE / "notices", id="given"),
    pytest.param(HERE / "apart" / "notices", id="apart"),
    pytest.param(HERE / "unseen" / "notices", id="unseen"),
    pytest.param(HERE / "varied" / "notices", id="varied"),
    pytest.param(HERE / "fresh" / "notices", id="fresh"),
    pytest.param(HERE / "further" / "notices", id="further"),
    pytest.param(HERE / "later" / "notices", id="later"),
    pytest.param(HERE / "elsewhere" / "notices", id="elsewhere"),
    pytest.param(HERE / "beyond" / "notices", id="beyond"),
]
FORGED = frozenset(
    {
        "an-fr-47.eml",
        "ap-nl-47.eml",
        "ar-fr-47.eml",
        "at-fr-47.eml",
        "av-fr-47.eml",
        "ax-fr-47.eml",
        "az-it-47.eml",
        "be-fr-47-other-hameconnage-huissier.eml",
        "bg-fr-03-hameconnage-piece-jointe.eml",
        "bj-fr-47-hameconnage-lien.eml",
        "bl-fr-47-hameconnage-avec-html.eml",
        "jj-intl-21-fr-autre-hameconnage.eml",
        "nn-fr-47-other-hameconnage.eml",
        "pp-it-47-altro-phishing-dominio-falsato.eml",
        "rr-sv-47-other-2025-natfiske.eml",
        "intl-088-fr-hameconnage.eml",
        "en-029-phish-from-amazon-dmarc-fail.eml",
        "x-intl-060-otro-suplantacion.eml",
        "y-en-035-other-phish-fail.eml",
        "intl-p48-ja-other-phishing.eml",
        "en-227-other-2022-forged-exact-domain.eml",
        "en-228-other-2024-brand-through-buyer-messages.eml",
        "s-en-40-other-brand-through-buyer-messages.eml",
        "s-fr-06-other-hameconnage.eml",
        "aa-29-en-other-phish-forged-sender.eml",
        "ab-es-47-other-phishing-dominio-falsificado.eml",
        "tt-fr-47-other-hameconnage-depot-de-plainte.eml",
        "ag-fr-047.eml",
        "ai-de-05.eml",
        "ai-en-05.eml",
        "ai-es-05.eml",
        "ai-ja-05.eml",
        "ai-pl-05.eml",
        "ai-pt-05.eml",
        "ai-sv-05.eml",
        "ai-tr-05.eml",
        "ai-zh-05.eml",
    }
)
"""Exact forgeries, and what Amazon only passes on for buyers: authentication and the host of the sender tell them from
a notice, and are tested where authenticity is."""

LEAST = {
    "f1_asins": 0.99,
    "f1_complaint_ids": 0.99,
    "f1_ip_numbers": 0.99,
    "f1_rights_owner_emails": 0.99,
    "f1_amazon_emails": 0.99,
    "acc_kind": 0.99,
    "acc_ip_type": 0.97,
    "acc_action": 0.97,
    "acc_deadline_days": 0.97,
    "acc_reason_stated": 0.97,
    "acc_marketplace": 0.97,
    "acc_language": 0.97,
    "acc_rights_owner_name": 0.97,
    "acc_whole": 0.97,
}


@pytest.fixture(scope="module", params=SETS)
def scores(request: pytest.FixtureRequest) -> tuple[dict[str, float], list[str]]:
    words, stores = dialects(), marketplaces()

    def read(file: Path) -> Report:
        report = as_report(read_notice(read_message(file.read_bytes()), words, stores))
        return report | {"kind": "other"} if file.name in FORGED else report

    return score(request.param, read)


@pytest.mark.parametrize("figure", ["missed_notices", "false_openings", "wrong_addressees"])
def test_no_notice_is_missed_or_made_up_and_no_stranger_is_written_to(
    scores: tuple[dict[str, float], list[str]], figure: str
) -> None:
    figures, misses = scores
    assert figures[figure] == 0, misses


@pytest.mark.parametrize("figure", LEAST)
def test_the_score_does_not_fall(scores: tuple[dict[str, float], list[str]], figure: str) -> None:
    figures, misses = scores
    assert figures[figure] >= LEAST[figure], misses
