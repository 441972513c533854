"""Letters: the facts of a case and a file of words become subject and body.

Promises that a letter has no hole: an unknown or empty name, or something the operator has yet to
supply, raises (``Missing``, or jinja2's ``UndefinedError``) and nothing is written.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from noticed.core.case.model import Case, LetterKind
from noticed.core.case.options import variant_of
from noticed.core.case.slots import Slot, Unfit, check, missing
from noticed.core.values import Value
from noticed.render.facts import Attempt, BadTemplates, Draft, Identity, LetterFacts, Missing
from noticed.render.grammar import grammar
from noticed.render.rehearsal import rehearse
from noticed.render.template_files import read_templates
from noticed.render.templates import Template, Templates, compiled
from noticed.render.wording import names, supplied_words

__all__ = [
    "Attempt",
    "BadTemplates",
    "Draft",
    "Identity",
    "LetterFacts",
    "Missing",
    "Template",
    "Templates",
    "Unfit",
    "needs",
    "parse_templates",
    "render",
    "render_for",
    "slots_of",
    "takes",
]

_SUBJECT = 250
_LATEST = 256
"""Letters whose words are remembered: most are asked for twice, when they are written and when they leave."""


def parse_templates(
    texts: Mapping[tuple[str, str], str], known: Mapping[tuple[str, str], str] | None = None
) -> Templates:
    """Read letters from (kind, language) → text, and write each of them once to see that it can be written.

    ``known``: the packaged texts, which the tests have read and written; they are taken as they are.
    Raises ``BadTemplates`` with all errors at once, each with its file and line.
    """
    known = known or {}
    templates = read_templates(texts, known)
    new = [
        found
        for (kind, language), found in templates.by_kind.items()
        if texts[kind, language] != known.get((kind, language))
    ]
    errors = tuple(error for template in new for error in rehearse(template))
    if errors:
        raise BadTemplates(errors)
    return templates


def slots_of(kind: LetterKind, case: Case, templates: Templates) -> tuple[Slot, ...]:
    """Everything the operator may supply for this letter of this case; what it needs comes first."""
    return templates.find(kind, "en", variant_of(kind, case)).slots


def needs(kind: LetterKind, templates: Templates, variant: str = "") -> tuple[str, ...]:
    """What the operator must supply for this letter; an attached file stands for ``analysis``."""
    return templates.find(kind, "en", variant).needs


def takes(kind: LetterKind, templates: Templates, variant: str = "") -> tuple[str, ...]:
    """Everything the operator may supply for this letter, needed or not."""
    return tuple(slot.name for slot in templates.find(kind, "en", variant).slots)


def render(kind: LetterKind, language: str, templates: Templates, facts: LetterFacts) -> Draft:
    """Write one letter; in English where there is none in ``language``.

    Raises ``Missing`` where the operator must supply something, ``Unfit`` where what was supplied contradicts itself
    or lacks its proof, ``KeyError`` where there is no such letter, ``ValueError`` or jinja2's ``UndefinedError``
    where the text has a hole.
    """
    today = facts.now.astimezone(ZoneInfo(facts.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return _written(_Asked(kind=kind, language=language, templates=templates, facts=replace(facts, now=today)))


class _Asked(Value):
    """All that a letter's words depend on; of the time, no more than the day."""

    kind: LetterKind
    language: str
    templates: Templates
    facts: LetterFacts

    def __hash__(self) -> int:
        return hash((self.kind, self.language, self.facts.case.case))


@lru_cache(maxsize=_LATEST)
def _written(asked: _Asked) -> Draft:
    kind, templates, facts = asked.kind, asked.templates, asked.facts
    template = templates.find(kind, asked.language, variant_of(kind, facts.case))
    facts = _with_what_was_done(kind, facts, template.language)
    _supplied(template, facts)
    words = supplied_words(template.slots, facts)
    words |= names(facts, template.language)
    inquiry = templates.find(LetterKind.INQUIRY, template.language)
    words["inquiry_subject"] = _line(inquiry.subject, words)
    return Draft(
        kind=kind,
        subject=_line(template.subject, words),
        body=_body(compiled(template.body).render(words)),
        to_role=template.to,
        cc_role=template.cc,
        automatic=template.automatic,
        draft_only=template.draft,
        language=template.language,
    )


_ENGLISH_BELOW = "_" * 30


def render_for(kind: LetterKind, language: str, templates: Templates, facts: LetterFacts) -> Draft:
    """Write one letter for somebody who reads ``language``: that first, the same in English below.

    Signature, what the notice printed, and our reference stand once, at the end. Raises as ``render``.
    """
    first = render(kind, language, templates, facts)
    if templates.find(kind, language).language == "en":
        return first
    english = render(kind, "en", templates, facts).body
    signature = str(names(facts, language)["signature"])
    ours, found, tail = first.body.rpartition(signature)
    theirs, found_too, _ = english.rpartition(signature)
    if not found or not found_too:  # reworded without a signature
        return replace(first, body=f"{first.body}\n{_ENGLISH_BELOW}\n\n{english}")
    return replace(first, body=f"{ours}{_ENGLISH_BELOW}\n\n{theirs}{signature}{tail}")


def _with_what_was_done(kind: LetterKind, facts: LetterFacts, language: str) -> LetterFacts:
    """A plan of action begins with what was marked as done, each with its time; then come the operator's words."""
    if kind is not LetterKind.PLAN_OF_ACTION or not facts.removed:
        return facts
    lines = [grammar(language).removed(done, facts.timezone) for done in facts.removed]
    own = facts.slots.get("actions_taken", "").strip()
    return replace(facts, slots={**facts.slots, "actions_taken": "\n".join([*lines, *([own] if own else [])])})


def _supplied(template: Template, facts: LetterFacts) -> None:
    check(template.slots, facts.slots, facts.files, facts.now.date(), facts.expired)
    lacking = missing(template.slots, facts.slots, facts.files, facts.expired)
    if lacking:
        raise Missing(lacking, frozenset(slot.name for slot in template.slots if slot.or_file))


def _line(text: str, words: dict[str, object]) -> str:
    subject = " ".join(compiled(text).render(words).split())
    if not subject or len(subject) > _SUBJECT:
        raise ValueError(f"Subject: 1 to {_SUBJECT} characters")
    return subject


def _body(text: str) -> str:
    """No spaces at the ends of lines, never two empty lines in a row, one line end at the end."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
