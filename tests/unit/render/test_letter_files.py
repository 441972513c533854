"""Letters are files: another language is one more, and a file that cannot be right is refused with its place."""

import pytest
from tests.unit.render.samples import ATTEMPTS, CASES, letter_facts, texts

from noticed.core.case.model import LetterKind
from noticed.render.letters import BadTemplates, parse_templates, render


def test_a_language_without_a_letter_gets_the_english_one() -> None:
    words = texts() | {("inquiry", "sv"): texts()["inquiry", "en"].replace("Hello,", "Hej,")}
    both = parse_templates(words)
    facts = letter_facts(CASES["one complaint"])
    assert render(LetterKind.INQUIRY, "sv", both, facts).body.startswith("Hej,")
    assert render(LetterKind.FOLLOW_UP, "sv", both, facts).body.startswith("Hello,")


GERMAN = """\
Subject: Amazon-Beschwerde{% if complaint_ids %} {{ complaint_ids[0] }}{% endif %}: welches Recht? [{{ ref }}]
To: complainant
Cc: amazon
Automatic: yes

Guten Tag,

{% if days %}wir haben am {{ days | join(", ") }} gefragt.{% endif %}

{% for c in complaints %}
Beschwerde {{ c.id }} · ASIN {{ c.asins | join(", ") }} · {{ {"trademark": "Marke"}.get(c.ip_type, "?") }}
{%- for n in c.numbers %} {{ n }}{% endfor %} · „{{ c.owner }}“
{% endfor %}
{{ signature }}
Zeichen {{ ref }}
"""


def test_another_language_is_a_file_and_needs_no_word_of_english() -> None:
    both = parse_templates(texts() | {("follow_up", "de"): GERMAN})
    facts = letter_facts(CASES["trademark, numbered"], attempts=ATTEMPTS[:1])
    draft = render(LetterKind.FOLLOW_UP, "de", both, facts)
    assert draft.subject == "Amazon-Beschwerde 10987654321: welches Recht? [N-7K3F]"
    assert "wir haben am 2026-11-24 gefragt." in draft.body
    assert "Beschwerde 10987654321 · ASIN B0C1234567 · Marke D1,034,512 · „极光家居用品有限公司“" in draft.body


def changed(kind: str, old: str, new: str) -> tuple[str, ...]:
    words = texts()
    assert old in words[kind, "en"]
    words[kind, "en"] = words[kind, "en"].replace(old, new, 1)
    with pytest.raises(BadTemplates) as caught:
        parse_templates(words)
    return caught.value.errors


@pytest.mark.parametrize(
    ("kind", "old", "new", "error"),
    [
        ("inquiry", "{{ store }}", "{{ shop }}", 'letters/inquiry/en.txt, line 8: nothing is called "shop"'),
        ("inquiry", "{{ named }}", "{{ nmd }}", 'letters/inquiry/en.txt, line 1: nothing is called "nmd"'),
        ("inquiry", "Hello,", "{% if %}", "letters/inquiry/en.txt, line 6: "),
        ("inquiry", "{{ printed }}", "{{ printed | shout }}", "letters/inquiry/en.txt, line "),
        ("inquiry", "To: complainant", "To: amazon", "letters/inquiry/en.txt, line 2: To: must be complainant"),
        ("plan_of_action", "Automatic: no", "Automatic: yes", "letters/plan_of_action/en.txt, line 4: Automatic"),
        ("plan_of_action", "Cc: none", "Cc: amazon", "letters/plan_of_action/en.txt, line 3: Cc"),
        ("counter_notice", "Draft: yes", "Draft: no", "letters/counter_notice/en.txt, line 5: Draft"),
        ("inquiry", "Cc: amazon", "Bcc: x@y.example", "letters/inquiry/en.txt, line 3: expected one of"),
        ("inquiry", "Cc: amazon", "Cc: x@y.example", "letters/inquiry/en.txt, line 3: Cc"),
        ("inquiry", "Automatic: yes", "Automatic: perhaps", "letters/inquiry/en.txt, line 4: Automatic: yes or no"),
        ("inquiry", "Automatic: yes", "Automatic: yes\nNeeds: x", "letters/inquiry/en.txt, line 5: Needs"),
        ("fixed", "Needs: edits", "Needs: ref", "letters/fixed/en.txt, line 5: Needs"),
        ("fixed", "To: amazon", "Subject: twice", "letters/fixed/en.txt, line 2: Subject a second time"),
    ],
)
def test_a_letter_that_cannot_be_right_is_refused_with_its_place(kind: str, old: str, new: str, error: str) -> None:
    assert any(each.startswith(error) for each in changed(kind, old, new)), changed(kind, old, new)


def test_all_errors_are_reported_together() -> None:
    words = texts()
    words["inquiry", "en"] = words["inquiry", "en"].replace("{{ store }}", "{{ shop }}")
    words["fixed", "en"] = words["fixed", "en"].replace("To: amazon", "To: nobody")
    words["greeting", "en"] = "Subject: x\n\nx"
    with pytest.raises(BadTemplates) as caught:
        parse_templates(words)
    assert len(caught.value.errors) == 3
    del words["greeting", "en"]
    with pytest.raises(BadTemplates, match=r"letters/inquiry/en\.txt: is missing"):
        parse_templates({key: text for key, text in texts().items() if key[0] != "inquiry"})


def test_a_letter_cannot_reach_into_python() -> None:
    errors = changed("fixed", "Hello,", "{{ ref.__class__.__mro__ }}")
    assert any("unsafe" in error for error in errors)


@pytest.mark.parametrize("hole", ["{{ attempts[0].on }}", "{{ asins[7] }}", "{{ number + 1 }}", "{{ files.x.y }}"])
def test_a_hole_deep_inside_is_found_at_start_with_its_line(hole: str) -> None:
    errors = changed("inquiry", "Hello,", f"Hello,{{% if asins %}}\n{hole}{{% endif %}}")
    assert len(errors) == 1
    assert errors[0].startswith("letters/inquiry/en.txt, line 7: ")


def test_the_packaged_letters_are_taken_as_tested_and_a_reworded_one_is_still_looked_into() -> None:
    known = texts()
    assert parse_templates(known, known) == parse_templates(known)
    words = known | {("inquiry", "en"): known["inquiry", "en"].replace("{{ store }}", "{{ shop }}")}
    with pytest.raises(BadTemplates) as caught:
        parse_templates(words, known)
    assert caught.value.errors == tuple(error for error in caught.value.errors if 'nothing is called "shop"' in error)
