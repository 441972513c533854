"""Letters to Amazon, per right and language: what each must say, what none may say, and nothing without proof."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta
from tests.unit.render.letter_words import ADMITS, LANGUAGES, MUST, NEVER
from tests.unit.render.samples import (
    ATTEMPTS,
    BARE,
    CASES,
    FULL,
    SLOTS,
    UK,
    case,
    complaint,
    letter_facts,
    templates,
    texts,
)

from noticed.core.case.model import AMAZON_LETTERS, LetterKind
from noticed.core.case.options import variant_of
from noticed.core.case.slots import ATTEST, PROOF, Slot, Unfit, check
from noticed.core.notice.model import IpType, NoticeAction, NoticeKind
from noticed.render.letters import BadTemplates, Draft, Missing, parse_templates, render
from noticed.render.templates import environment, named

TEMPLATES = templates()
ACCOUNT = case(action=NoticeAction.ACCOUNT_DEACTIVATED)
SAMPLES = {**CASES, "the account": ACCOUNT}

HOLE = re.compile(r"None|\(\)|\[\]|\{|\}|''|\"\"|  \S|\n\n\n| ,| \.(?!\.)|,,|\.\.(?!\.)|[Uu]ndefined| \n|Namespace")

VARIANTS: dict[str, dict[str, Any]] = {
    "bare": {"identity": BARE, "marketplace": None, "slots": {}, "files": ("analysis.png",)},
    "full": {"identity": FULL, "attempts": ATTEMPTS, "files": ("a.png", "b.png"), "marketplace": UK},
}


def write(kind: LetterKind, language: str, of: str, variant: str, **more: Any) -> Draft:
    facts = VARIANTS[variant] | more
    facts["slots"] = {ATTEST: "yes"} | dict(facts.get("slots", SLOTS))
    return render(kind, language, TEMPLATES, letter_facts(SAMPLES[of], **facts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(AMAZON_LETTERS))
def test_every_letter_to_amazon_reads_well_for_every_case_in_every_language(kind: LetterKind, language: str) -> None:
    told = SAMPLES if language == "en" else [of for of in SAMPLES if not of.endswith(("explained", "many listings"))]
    for of, variant in product(told, VARIANTS):
        draft = write(kind, language, of, variant)
        name, text = named(kind, variant_of(kind, SAMPLES[of])), f"{draft.subject}\n\n{draft.body}"
        where = (name, of, variant)
        assert not HOLE.search(text.replace(" :", ":").replace(" ;", ";")), (where, text)
        assert not re.search(NEVER[language], text, re.IGNORECASE), (where, text)
        if kind is not LetterKind.PLAN_OF_ACTION:
            assert not re.search(ADMITS[language], text, re.IGNORECASE), (where, text)
        assert MUST[name][LANGUAGES.index(language)] in text, (where, text)
        assert draft.subject.endswith("[N-7K3F]")
        assert draft.body.rstrip("\n").endswith(" N-7K3F")
        assert all(wanted in text for wanted in SAMPLES[of].complaint_ids + SAMPLES[of].asins), where
        assert draft.language == language
        assert (draft.to_role, draft.cc_role, draft.automatic) == ("amazon", None, False)


def test_every_letter_and_variant_was_read() -> None:
    read = {named(kind, variant_of(kind, of)) for kind in AMAZON_LETTERS for of in SAMPLES.values()}
    packaged = {name for name, _ in TEMPLATES.by_kind if name.partition("/")[0] in AMAZON_LETTERS}
    assert read == packaged == set(MUST)


@pytest.mark.parametrize("name", sorted(MUST))
def test_a_letter_speaks_of_the_same_in_every_language(name: str) -> None:
    english = TEMPLATES.by_kind[name, "en"]
    for language in LANGUAGES:
        other = TEMPLATES.by_kind[name, language]
        assert other.slots == english.slots
        for part in ("subject", "body"):
            spoken = [meta.find_undeclared_variables(environment().parse(getattr(t, part))) for t in (other, english)]
            assert spoken[0] - {"several"} == spoken[1] - {"several"}, (language, part)  # grammar differs


def test_a_language_that_asks_for_something_else_is_refused_at_start() -> None:
    words = texts() | {("own_rights", "sv"): texts()["own_rights", "en"].replace("own_since (claim, day), ", "")}
    words["own_rights", "sv"] = words["own_rights", "sv"].replace(
        "{% if own_since %}\nSince: {{ own_since }}{{ proof.own_since }}\n{% endif %}\n", ""
    )
    with pytest.raises(BadTemplates, match=r"own_rights/sv\.txt, line 1: Needs and Takes must be those of"):
        parse_templates(words, texts())


def test_a_letter_that_asks_for_more_than_three_things_is_refused_at_start() -> None:
    for asked, refused in (("cause, edits, why", False), ("cause, edits, why, since", True)):
        words = {
            **texts(),
            ("fixed", "en"): texts()["fixed", "en"].replace("Needs: edits (or file)", f"Needs: {asked}"),
        }
        with pytest.raises(BadTemplates) as said:  # what is asked for and nowhere used is an error in any case
            parse_templates(words, texts())
        assert any("Needs: at most 3" in error for error in said.value.errors) is refused


@pytest.mark.parametrize("kind", sorted(AMAZON_LETTERS))
def test_one_attached_analysis_and_the_attestation_are_always_enough(kind: LetterKind) -> None:
    for of in SAMPLES:
        body = write(kind, "en", of, "full", slots={}, files=("analysis.png",)).body
        assert "analysis.png" in body or kind is LetterKind.AMAZON_REASON_UNKNOWN


def test_a_claim_needs_a_file_or_the_attestation() -> None:
    own = {"own_number": "5,123,456"}
    facts = {"slots": own, "attempts": (), "files": ()}
    with pytest.raises(Unfit, match="own_number needs proof"):
        render(LetterKind.OWN_RIGHTS, "en", TEMPLATES, letter_facts(CASES["one complaint"], **facts))
    for more in ({"slots": own | {"attest": "yes"}}, {"files": ("registration.png",)}):
        draft = render(LetterKind.OWN_RIGHTS, "en", TEMPLATES, letter_facts(CASES["one complaint"], **(facts | more)))
        assert "Number: 5,123,456" in draft.body
    two = facts | {"files": ("registration.png", "invoice.png")}
    with pytest.raises(Unfit, match="own_number needs proof"):
        render(LetterKind.OWN_RIGHTS, "en", TEMPLATES, letter_facts(CASES["one complaint"], **two))
    two["slots"] = own | {"own_number.proof": "registration.png"}
    draft = render(LetterKind.OWN_RIGHTS, "en", TEMPLATES, letter_facts(CASES["one complaint"], **two))
    assert "Number: 5,123,456 (registration.png)" in draft.body


def test_a_file_does_not_stand_for_a_plan_unless_it_is_said_to_be_one() -> None:
    facts = {"slots": {"actions_taken": "closed"}, "files": ("screenshot.png",)}
    with pytest.raises(Missing) as caught:
        render(LetterKind.PLAN_OF_ACTION, "en", TEMPLATES, letter_facts(CASES["one complaint"], **facts))
    assert caught.value.slots == ("root_cause", "prevention")


CHART = Slot(name="claim_chart", claim=True, columns=("claim", "element", "present", "fact", "exhibit"))
DAY = Slot(name="earliest_sale", claim=True, day=True)
TODAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("supplied", "files", "line"),
    [
        ({"attest": "no"}, (), 'attest: only "yes" attests'),
        (
            {"claim_chart": "1 | a hinge | yes\n1 | a lid | yes", "attest": "yes"},
            (),
            "of claim 1 every element is present",
        ),
        ({"claim_chart": "1 | a hinge | perhaps", "attest": "yes"}, (), "present is yes or no"),
        ({"claim_chart": "a hinge", "attest": "yes"}, (), "is no row of claim"),
        ({"claim_chart": "1 | a hinge | no"}, (), "claim_chart needs proof"),
        ({"claim_chart": "1 | a hinge | no", "claim_chart.proof": "x.png"}, ("y.png",), "x.png is not attached"),
        ({"earliest_sale.proof": "x.png"}, ("x.png",), "there is no earliest_sale to be shown"),
        ({"earliest_sale": "2027-01-01", "attest": "yes"}, (), "2027-01-01 has not come yet"),
        ({"earliest_sale": "long ago", "attest": "yes"}, (), "write the day like 2021-05-03"),
    ],
)
def test_what_contradicts_itself_is_said_in_one_line(
    supplied: dict[str, str], files: tuple[str, ...], line: str
) -> None:
    with pytest.raises(Unfit) as caught:
        check((CHART, DAY), supplied, files, TODAY)
    assert line in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


OF_RIGHT = {
    **{str(right): case(complaints=(complaint(ip_type=right),)) for right in IpType},
    "no right": CASES["one complaint"],
    "several rights": CASES["several rights"],
    "the account": ACCOUNT,
    "suspected": case(kind=NoticeKind.SUSPECTED, complainant_emails=()),
}
words = st.text(st.sampled_from("ab |;\n1yesno-{}"), max_size=30)
told = st.sampled_from(
    ["It has no hinge.", "1 | a hinge | no", "2021-05-03", "2031-01-01", "yes", "no", "", " ", "{{ ref }}"]
)
FILES = ("a.png", "b.png", "old.png")


@st.composite
def supplied_for(draw: st.DrawFn, slots: Sequence[Slot]) -> dict[str, str]:
    """Mostly what the letter asks for, sometimes nonsense; proofs that are there, and proofs that are not."""
    names = draw(st.lists(st.sampled_from([slot.name for slot in slots] or ["nonsense"]), unique=True))
    found = {name: draw(told | words) for name in names}
    found |= {name + PROOF: draw(st.sampled_from([*FILES, "c.png", ""])) for name in names if draw(st.booleans())}
    attest = draw(st.sampled_from(["yes", " Yes ", "yes", "no", "", "perhaps"]))
    return found | {ATTEST: attest} if draw(st.booleans()) else found


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.parametrize("kind", sorted(AMAZON_LETTERS))
@pytest.mark.parametrize("right", OF_RIGHT)
def test_no_letter_of_any_right_is_written_with_a_hole_or_without_proof(
    right: str, kind: LetterKind, data: st.DataObject
) -> None:
    of, language = OF_RIGHT[right], data.draw(st.sampled_from(LANGUAGES))
    slots = TEMPLATES.find(kind, language, variant_of(kind, of)).slots
    supplied = data.draw(supplied_for(slots))
    files = tuple(data.draw(st.lists(st.sampled_from(FILES), unique=True)))
    expired = frozenset({"old.png"}) & set(files)
    facts = letter_facts(of, slots=supplied, files=files, expired=expired)
    try:
        draft = render(kind, language, TEMPLATES, facts)
    except (Missing, Unfit):
        return
    attests = supplied.get(ATTEST, "").strip().casefold() == "yes"
    holds = set(files) - expired
    assert all(file.strip() in files for name, file in supplied.items() if name.endswith(PROOF) and file.strip())
    assert "{" not in draft.body or "{" in "".join(supplied.values()), "a hole of our own"
    for slot in slots:
        said = supplied.get(slot.name, "").strip()
        if slot.required and not slot.attests:
            assert said or (slot.or_file and (holds or any(s.reason and supplied.get(s.name) for s in slots)))
        if slot.required and slot.attests:
            assert attests
        assert not (slot.day and "2031" in said), "a day that has not come"
        if slot.claim and said:
            named_proof = supplied.get(slot.name + PROOF, "").strip()
            shows = set(files) if slot.day else holds
            assert named_proof in shows if named_proof else (len(shows) == 1 or attests), (slot.name, supplied, files)


def test_the_random_letters_are_written_often_enough_to_mean_something() -> None:
    written = 0
    for kind, of in product(sorted(AMAZON_LETTERS), OF_RIGHT.values()):
        slots = TEMPLATES.find(kind, "en", variant_of(kind, of)).slots
        full = {slot.name: "1 | a hinge | no" if slot.columns else "2021-05-03" for slot in slots} | {ATTEST: "yes"}
        written += bool(render(kind, "en", TEMPLATES, letter_facts(of, slots=full, files=("a.png",))).body)
    assert written == len(AMAZON_LETTERS) * len(OF_RIGHT)
