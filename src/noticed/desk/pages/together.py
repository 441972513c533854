"""Several letters approved at once: chosen by account and kind, shown and counted, and asked about once more."""

import hashlib

from starlette.responses import Response

from noticed.core.case.model import LetterKind
from noticed.desk.visit import Visit, go
from noticed.ports import Letter, Refused
from noticed.service import letterbox
from noticed.service.account import Mode


def together(visit: Visit) -> Response:
    """The letters that wait for nothing but a word, of one account or kind where one is asked for."""
    return _page(visit, visit.query.get("account", ""), visit.query.get("kind", ""))


def approve(visit: Visit) -> Response:
    """First the question how many shall leave to whom; with ``sure`` they do: those that were shown, as they were."""
    account, kind = visit.form.get("account"), visit.form.get("kind")
    letters = _waiting(visit, account, kind)
    if not letters:
        raise Refused("no letter waits for your word alone: noticed letters lists them")
    if visit.form.get("mark") != _mark(letters):
        return _page(visit, account, kind, [visit.say("desk_together.changed")], status=409)
    if visit.form.get("sure") != "yes":
        return _page(visit, account, kind, asks=True)
    problems = []
    for letter in letters:
        try:
            letterbox.approve(visit.context, letter.letter, letterbox.mark(letter))
        except Refused as refused:
            problems.append(visit.say.line(str(refused)))
    if problems:
        done = visit.say("desk_together.partly", n=len(letters) - len(problems), of=len(letters))
        return _page(visit, account, kind, [done, *problems], status=409)
    return go("/", "approved_all")


def _page(  # a page of three forms
    visit: Visit, account: str, kind: str, problems: list[str] | None = None, *, asks: bool = False, status: int = 200
) -> Response:
    letters = _waiting(visit, account, kind)
    return visit.show(
        "together",
        status=status,
        letters=letters,
        asks=asks,
        problems=problems or [],
        mark=_mark(letters),
        account=account,
        kind=kind,
        accounts=visit.accounts,
        kinds=sorted({letter.kind for letter in _waiting(visit, "", "")}),
    )


def _waiting(visit: Visit, account: str, kind: str) -> tuple[Letter, ...]:
    """What ``approve --all`` would let leave, of the accounts that are shown; nothing of one that is not."""
    if account and account not in visit.accounts:
        return ()
    if kind and kind not in set(map(str, LetterKind)):
        return ()
    names = letterbox.waiting(visit.context, account or None, LetterKind(kind) if kind else None)
    with visit.context.store.read() as tx:
        found = (tx.outbox.get(name) for name in names)
        mine = (letter for letter in found if letter and letter.case and letter.account in visit.accounts)
        return tuple(x for x in mine if visit.context.mode_of(x.account) is not Mode.SHADOW)


def _mark(letters: tuple[Letter, ...]) -> str:
    """What the approval binds: these letters, each as it was shown."""
    return hashlib.sha256(" ".join(map(letterbox.mark, letters)).encode()).hexdigest()[:32]
