"""Letters to complainants in their own language: the same letter, as careful as the English one, with English below."""

import re
from itertools import product

import pytest
from jinja2 import meta
from tests.unit.render.samples import ATTEMPTS, CASES, letter_facts, templates
from tests.unit.render.test_letters import HOLE, VARIANTS

from noticed.core.case.model import CADENCE_LETTERS, LetterKind
from noticed.render.grammar import all_grammars, language_for
from noticed.render.letters import render, render_for
from noticed.render.templates import environment

TEMPLATES = templates()
KINDS = sorted({*CADENCE_LETTERS, LetterKind.RETRACTION_STEPS})
LANGUAGES = ("de", "es", "fr", "it", "ja", "zh")
NEVER = {
    "de": r"entschuldig|leid\b|bedauer|verletzt|Anwalt|Gericht|Klage|Schadens|böswillig|falsch|sofort|Frist|Haft",
    "es": r"disculp|lament|infring|abogad|tribunal|demanda|daños|mala fe|inmediat|plazo|responsab|multa|perd[oó]n",
    "fr": r"désol|excus|regrett|enfrein|avocat|tribunal|poursuit|dommages|mauvaise foi|immédiat|délai|responsab|amende",
    "it": r"scus|spiac|dispiac|violat|avvocat|tribunal|causa\b|danni|malafede|immediat|scadenz|responsab|multa",
    "zh": r"抱歉|道歉|对不起|遗憾|侵犯|侵害|律师|法院|起诉|诉讼|赔偿|恶意|虚假|立即|期限|责任|罚款",
    "ja": r"申し訳|お詫び|謝|侵害しま|弁護士|訴訟|裁判|損害|悪意|虚偽|直ちに|期限|責任|罰",
}


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
def test_every_letter_reads_well_in_every_language_for_every_case(kind: LetterKind, language: str) -> None:
    for of, variant in product(CASES, VARIANTS):
        draft = render(kind, language, TEMPLATES, letter_facts(CASES[of], **VARIANTS[variant]))
        text = f"{draft.subject}\n\n{draft.body}"
        french = text.replace(" :", ":").replace(" ?", "?")  # French sets a space before them
        hole = HOLE.search((french if language == "fr" else text).replace("   ", ""))
        assert not hole, (of, variant, hole)
        harsh = re.search(NEVER[language], text, re.IGNORECASE)
        assert not harsh, (of, variant, harsh)
        assert draft.subject.endswith("[N-7K3F]")
        assert len(draft.subject) < 140
        assert all(wanted in text for wanted in CASES[of].complaint_ids + CASES[of].asins)


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
def test_every_language_says_what_the_english_letter_says(kind: LetterKind, language: str) -> None:
    """The same names, the same heads: nothing is left out or added on the way into another language."""
    there, english = TEMPLATES.find(kind, language), TEMPLATES.find(kind, "en")
    assert there.language == language
    assert (there.to, there.cc, there.automatic, there.needs) == (english.to, english.cc, english.automatic, ())
    assert names(there.body) | {"right"} == names(english.body) | {"right"}
    assert names(there.subject) == names(english.subject)


def names(text: str) -> set[str]:
    return meta.find_undeclared_variables(environment().parse(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_english_letter_stands_below_and_the_printed_block_once(language: str) -> None:
    facts = letter_facts(CASES["one complaint"], attempts=ATTEMPTS[:1])
    both = render_for(LetterKind.INQUIRY, language, TEMPLATES, facts)
    alone = render(LetterKind.INQUIRY, language, TEMPLATES, facts)
    assert both.subject == alone.subject
    assert both.body.startswith(alone.body[:40])
    assert both.body.index("One line is enough") > both.body.index(alone.body[:40])
    assert both.body.count("BrandCo S.r.l.") == 1
    assert both.body.count("shop@qq.example") == 1
    assert both.body.rstrip().endswith("N-7K3F")


def test_whoever_reads_english_gets_the_english_letter_alone() -> None:
    facts = letter_facts(CASES["one complaint"])
    english = render(LetterKind.INQUIRY, "en", TEMPLATES, facts)
    assert render_for(LetterKind.INQUIRY, "en", TEMPLATES, facts) == english
    assert render_for(LetterKind.INQUIRY, "sv", TEMPLATES, facts) == english


@pytest.mark.parametrize(
    ("addresses", "marketplace", "language"),
    [
        (("ip@marke.de",), "en", "de"),
        (("ip@marque.fr",), "de", "fr"),
        (("legal@brand.co.jp",), "en", "ja"),
        (("legal@brand.co.uk",), "de", "en"),
        (("someone@163.com",), "en", "zh"),
        (("legal@brand.com",), "en", "en"),
        (("legal@brand.com",), "it", "it"),
        (("a@marke.de", "b@brand.com"), "en", "de"),
        (("a@marke.de", "b@marque.fr"), "en", "en"),
        (("a@brand.design",), "en", "en"),
        ((), "es", "es"),
    ],
)
def test_the_address_says_the_language_then_the_marketplace(
    addresses: tuple[str, ...], marketplace: str, language: str
) -> None:
    assert language_for(addresses, marketplace) == language


def test_every_grammar_has_every_word() -> None:
    english = all_grammars()["en"]
    for other in all_grammars().values():
        assert other.words.keys() - {"date"} == english.words.keys() - {"date"}, other.language  # a shape of its own
        assert other.rights.keys() == english.rights.keys(), other.language
        assert len(other.months) == 12, other.language
