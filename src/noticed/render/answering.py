"""How a digest is answered by mail: what to write, and links that open the answer ready to send (RFC 6068).

A link only opens a mail program: nothing happens before the operator sends, so that no scanner of links decides.
What a digest shows of commands never is a line of its own: quoted back, it commands nothing.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from noticed.core.commands import Verb
from noticed.core.values import Value
from noticed.data import commands
from noticed.render.cards import Card

_WAIT = {"en": "3d", "zh": "3天"}
_NEEDS_NOTHING = frozenset({Verb.REASON_UNKNOWN, Verb.SUBMITTED, Verb.RESUME, Verb.CLOSE})
"""Verbs that are whole by themselves; the others say what they still need, in the answer to the answer."""


class Answering(Value):
    """Where answers to this digest go, and its code."""

    address: str
    code: str


class Answer(Value):
    """One answer: what to write, and the link that writes it."""

    words: str
    link: str


def for_card(card: Card, answering: Answering | None, language: str) -> tuple[Answer, ...]:
    """What can be answered to a card: what its options need nothing more for, and to put it off."""
    if answering is None or not card.number:
        return ()
    named = [Verb(word) for option in card.options for word in option.command.split() if word in set(Verb)]
    verbs = [verb for verb in dict.fromkeys(named) if verb in _NEEDS_NOTHING]
    said = [f"{card.number} {word_for(verb, language)}" for verb in verbs]
    wait = f"{card.number} {word_for(Verb.WAIT, language)} {_WAIT.get(language, _WAIT['en'])}"
    return tuple(_answers([*said, wait], answering))


def for_letter(number: int, answering: Answering | None, language: str, *, held: bool) -> tuple[Answer, ...]:
    """What can be answered to a letter: stop it; let it leave, where it waits for that."""
    if answering is None or not number:
        return ()
    verbs = (Verb.APPROVE, Verb.REJECT) if held else (Verb.REJECT,)
    return tuple(_answers([f"{number} {word_for(verb, language)}" for verb in verbs], answering))


def word_for(verb: Verb, language: str) -> str:
    """The first word for a verb in that language."""
    words = commands()[verb.value]
    return next(word for word in words if word.isascii() is (language != "zh"))


def _answers(said: Sequence[str], answering: Answering) -> Iterator[Answer]:
    for words in said:
        subject, body = quote(f"{words} [{answering.code}]"), quote(f"{words}\r\n")
        yield Answer(words=words, link=f"mailto:{quote(answering.address, safe='@')}?subject={subject}&body={body}")
