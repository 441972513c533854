"""A letter to Amazon as text to paste into Account Health, with the way to the right box."""

from noticed.core.case.model import LetterKind
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.render.facts import Draft, LetterFacts

_PICTURES = (".jpeg", ".jpg", ".pjpeg", ".gif", ".png", ".tiff")


def paste_text(draft: Draft, facts: LetterFacts) -> str:
    """Numbered steps, then the letter between two lines. Mail's own parts (subject, our reference) are left out."""
    steps = [_where(facts), _which(draft, facts), *_files(facts)]
    steps.append("Copy the text between the lines into the box, read it once more, and send it.")
    steps.append(f"Then tell us: noticed decide {facts.case.case} submitted")
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    body = _without_reference(draft.body, facts.case.case)
    return f"{numbered}\n\n{'-' * 20} from here {'-' * 20}\n{body}\n{'-' * 20} to here {'-' * 22}\n"


def _without_reference(body: str, ref: str) -> str:
    """Our reference is for the mail; in whatever language it is the last line."""
    rest, _, last = body.rstrip("\n").rpartition("\n")
    return (rest if last.endswith(f" {ref}") else body).strip("\n")


def _where(facts: LetterFacts) -> str:
    store = f" of Amazon{facts.marketplace.domain.removeprefix('amazon')}" if facts.marketplace else ""
    return f"Open Seller Central{store}, Performance, Account Health."


def _which(draft: Draft, facts: LetterFacts) -> str:
    case = facts.case
    if case.action is NoticeAction.ACCOUNT_DEACTIVATED:
        return 'Use the banner at the top of the page ("Reactivate your account" or "Appeal").'
    suspected = case.kind is NoticeKind.SUSPECTED
    group = "Suspected" if suspected else "Received"
    named = ", ".join((*case.complaint_ids[:1], *case.asins[:1])) or "the entry of this notice"
    ids = len(case.complaint_ids)
    more = f" (and after it the other {ids - 1 if ids > 2 else 'one'})" if ids > 1 else ""
    button = "the counter-notice form" if draft.kind is LetterKind.COUNTER_NOTICE else "Appeal"
    what = "Violations" if suspected else "Complaints"
    return f'Under "{group} Intellectual Property {what}" find {named}{more} and choose {button}.'


def _files(facts: LetterFacts) -> list[str]:
    if not facts.files:
        return []
    other = [name for name in facts.files if name not in facts.shown and not name.casefold().endswith(_PICTURES)]
    step = f"Add these files: {', '.join(facts.shown.get(name, name) for name in facts.files)}."
    if other:
        step += f" Many notices take pictures only ({' '.join(_PICTURES)}): turn {', '.join(other)} into pictures."
    return [step]
