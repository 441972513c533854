"""A header value as texts: its encoded words (RFC 2047), joined where they are read as one, and what stands between."""

import binascii
import re
from collections.abc import Iterator, Sequence

from noticed.core.mail.charset import codec_of
from noticed.core.mail.headers import from_base64
from noticed.core.redact.octets import Edit, Text, moved, plain, quoted, spliced

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")


def encoded_words(raw: bytes) -> Iterator[Text]:
    """The texts of a header value, in order; their octets together are ``raw``."""
    end = 0
    run: list[re.Match[bytes]] = []
    for word in _WORD.finditer(raw):
        joins = run and not raw[run[-1].end() : word.start()].strip() and _charset(run[-1]) == _charset(word)
        if run and not joins:
            yield _run(raw, run)
            end = run[-1].end()
            run = []
        if not run and raw[end : word.start()]:
            yield plain(raw[end : word.start()], codec_of(raw[end : word.start()]))
        run.append(word)
        end = word.end()
    if run:
        yield _run(raw, run)
    if raw[end:]:
        yield plain(raw[end:], codec_of(raw[end:]))


def _charset(word: re.Match[bytes]) -> str:
    return word[1].partition(b"*")[0].decode("ascii", "replace").lower()


def _octets(word: re.Match[bytes]) -> bytes:
    if word[2] in b"qQ":
        return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]), word[3].replace(b"_", b" "))
    return from_base64(word[3])


def _run(raw: bytes, run: Sequence[re.Match[bytes]]) -> Text:
    """Neighbouring words of one charset: written again they are cut where they were cut, within characters too."""
    pieces = [_octets(word) for word in run]
    whole = b"".join(pieces)
    label = _charset(run[0])

    def write(edits: Sequence[Edit]) -> bytes:
        changed = spliced(whole, edits)
        out: list[bytes] = []
        start = place = 0
        for number, (word, piece) in enumerate(zip(run, pieces, strict=True)):
            place += len(piece)
            end = moved(place, edits) if number < len(run) - 1 else len(changed)
            between = raw[run[number - 1].end() : word.start()] if number else b""
            out += [between, b"=?", word[1], b"?", word[2], b"?", _word(changed[start:end], word[2]), b"?="]
            start = end
        return b"".join(out)

    return Text(whole, codec_of(whole, label), write, raw[run[0].start() : run[-1].end()])


def _word(octets: bytes, encoding: bytes) -> bytes:
    return quoted(octets, header=True) if encoding in b"qQ" else binascii.b2a_base64(octets, newline=False)
