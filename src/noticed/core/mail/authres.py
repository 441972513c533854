"""What the receiving provider says it found: Authentication-Results, read tolerantly (RFC 8601).

Most of these headers in the wild do not follow the grammar: Outlook writes no authserv-id, QQ writes angle brackets
into properties. Promises never to raise, and to look only at the top block: what lies below may be the sender's.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from itertools import takewhile

from noticed.core.mail.headers import Field
from noticed.core.values import Value

_NAME = "authentication-results"
_RESULT = re.compile(r"\A([a-z][a-z0-9-]{0,30})(?:/\d{1,3})?\s{0,9}=\s{0,9}([a-z]{1,20})")
_PROPERTY = re.compile(r"([a-z]{1,20}\.[a-z0-9_-]{1,40})\s{0,9}=\s{0,9}(\"[^\"]{0,300}\"|[^\s;]{1,300})")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[();]|[^"\\();]+', re.DOTALL)


class Verdict(StrEnum):
    """What the provider's header amounts to."""

    PASS = "pass"  # noqa: S105  # the word of RFC 8601
    FAIL = "fail"
    SEALED_FAIL = "sealed_fail"
    """It fails now, but the provider accepts an ARC chain."""
    SEALED_PASS = "sealed_pass"  # noqa: S105  # no secret
    """The same, and a forwarder we know sealed that it passed when it came."""
    NONE = "none"


class Result(Value):
    """One method's result."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def property(self, name: str) -> str | None:
        """The value of its first property of that name, e.g. ``header.d``."""
        return next((value for key, value in self.properties if key == name), None)


class Results(Value):
    """One Authentication-Results header."""

    authserv_id: str
    """Lower case; "" where there is none."""
    results: tuple[Result, ...]


def read_results(text: str) -> Results:
    """One header value, comments dropped."""
    pieces = [piece.strip() for piece in _split(text[:16_384])]
    authserv_id = ""
    if "=" not in pieces[0].partition(" ")[0]:
        authserv_id = (pieces[0].split() or [""])[0].strip('"').lower()
        pieces = pieces[1:]
    return Results(authserv_id=authserv_id, results=tuple(filter(None, map(_result, pieces))))


def provider_verdict(
    fields: Sequence[Field], from_domain: str, authserv_ids: Sequence[str], headers: int = 0
) -> Verdict:
    """What the top block says about the domain in From.

    ``authserv_ids``: the provider's (patterns with ``*`` allowed, "" for a provider that writes none). Without them
    the topmost header alone is read and can only fail: a pass may be the sender's own. A pass needs as many headers
    as the provider writes (``headers``; 0: any number), in them one single ``dmarc`` result, for this very domain,
    and no other header below may carry the provider's name.
    """
    block = _top_block(fields)
    if not block:
        return Verdict.NONE
    ours = [results for results in block if _is_one_of(results.authserv_id, authserv_ids or [block[0].authserv_id])]
    found = [result for results in ours for result in results.results]
    if _fails(found, from_domain):
        sealed = any(result.method == "arc" and result.result == "pass" for result in found)
        return Verdict.SEALED_FAIL if sealed else Verdict.FAIL
    dmarc = [result for result in found if result.method == "dmarc"]
    passes = len(dmarc) == 1 and dmarc[0].result == "pass" and property_domain(dmarc[0], "header.from") == from_domain
    alone = len(ours) == len(_of_provider(fields, authserv_ids)) == (headers or len(ours))
    return Verdict.PASS if authserv_ids and alone and passes else Verdict.NONE


class Written(Value):
    """What stands in the top block of one message."""

    authserv_id: str = ""
    headers: int = 0
    methods: tuple[str, ...] = ()

    def is_of(self, authserv_ids: Sequence[str]) -> bool:
        """Whether it bears one of these ids."""
        return _is_one_of(self.authserv_id, authserv_ids)


def written(fields: Sequence[Field]) -> Written:
    """Who wrote the top block of Authentication-Results, and with which methods; nothing is believed of it."""
    block = _top_block(fields)
    if not block:
        return Written()
    methods = (result.method for results in block for result in results.results)
    return Written(authserv_id=block[0].authserv_id, headers=len(block), methods=tuple(dict.fromkeys(methods)))


def top_results(fields: Sequence[Field]) -> dict[str, str]:
    """Method → result in the top block; of several of one method "pass" where one passes. Nothing is believed of it."""
    found: dict[str, str] = {}
    for result in (result for results in _top_block(fields) for result in results.results):
        if found.get(result.method) != "pass":
            found[result.method] = result.result
    return found


def is_denied(fields: Sequence[Field], from_domain: str, authserv_ids: Sequence[str]) -> bool:
    """Whether any header of the provider says fail, of anybody's where none is pinned, wherever it stands.

    A denial needs no proof of who wrote it: a stranger can only do himself harm with one. So nothing put above the
    provider's own word hides it.
    """
    return any(_fails(results.results, from_domain) for results in _of_provider(fields, authserv_ids or ["*"]))


def is_refuted(headers: Iterable[tuple[str, str]], authserv_ids: Sequence[str]) -> bool:
    """Whether a word of the provider's (of anybody's where none is pinned) says ``dmarc=fail``, by whatever domain:
    who stands in From did not write it, as far as his domain's owner can say."""
    found = (read_results(text) for name, text in headers if name == _NAME)
    ours = (results for results in found if _is_one_of(results.authserv_id, authserv_ids or ["*"]))
    return any(result.method == "dmarc" and result.result == "fail" for each in ours for result in each.results)


def _of_provider(fields: Sequence[Field], authserv_ids: Sequence[str]) -> list[Results]:
    every = (read_results(field.text) for field in fields if field.name == _NAME)
    return [results for results in every if _is_one_of(results.authserv_id, authserv_ids)]


def _top_block(fields: Sequence[Field]) -> list[Results]:
    first = next((at for at, field in enumerate(fields) if field.name == _NAME), len(fields))
    return [read_results(field.text) for field in takewhile(lambda field: field.name == _NAME, fields[first:])]


def _is_one_of(authserv_id: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(authserv_id, pattern.lower()) for pattern in patterns)


def _fails(results: Sequence[Result], domain: str) -> bool:
    if any(result.method == "dmarc" and result.result == "fail" for result in results):
        return True
    own = [result for result in results if result.method == "dkim" and _concerns(result, domain)]
    return any(result.result == "fail" for result in own) and not any(result.result == "pass" for result in own)


def _concerns(result: Result, domain: str) -> bool:
    signer = property_domain(result, "header.d") or property_domain(result, "header.i")
    return not signer or signer == domain or domain.endswith(f".{signer}")


def property_domain(result: Result, name: str) -> str:
    """The domain of a property: some write a whole address there, "" where there is none."""
    return (result.property(name) or "").rpartition("@")[2]


def _result(piece: str) -> Result | None:
    found = _RESULT.match(piece.lower())
    if found is None:
        return None
    properties = ((key, value.strip('"<>')) for key, value in _PROPERTY.findall(piece.lower()))
    return Result(method=found[1], result=found[2], properties=tuple(properties))


def _split(text: str) -> list[str]:
    """The pieces between semicolons, outside of quotes and (nested) comments."""
    pieces = [""]
    depth = 0
    for piece in _PIECE.findall(text):
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth == 0 and piece == ";":
            pieces.append("")
        elif depth == 0:
            pieces[-1] += piece
    return pieces
