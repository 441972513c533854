"""Bytes of a stranger to text: a list of allowed charsets, and a guess where the label lies or is missing.

Promises never to raise, to use no codec outside the list (utf-7, punycode and the like smuggle script),
and to return text without surrogates and control characters except newline and tab, in NFC.
"""

import re
import unicodedata
from collections.abc import Iterable

CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
    "iso-8859-2": "iso-8859-2",
    "iso-8859-9": "windows-1254",
    "iso-8859-15": "iso-8859-15",
    "windows-1250": "windows-1250",
    "windows-1251": "windows-1251",
    "windows-1253": "windows-1253",
    "windows-1254": "windows-1254",
    "windows-1255": "windows-1255",
    "windows-1256": "windows-1256",
    "windows-1257": "windows-1257",
    "windows-1258": "windows-1258",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-5": "iso-8859-5",
    "iso-8859-6": "iso-8859-6",
    "iso-8859-7": "iso-8859-7",
    "iso-8859-8": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc-jp",
    "iso-2022-jp": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp",
    "cp50221": "iso-2022-jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "cp949": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "utf-16": "utf-16",
    "utf-16le": "utf-16le",
    "utf-16be": "utf-16be",
}
"""Label of RFC 2045 to the codec that reads what really arrives under it (WHATWG supersets; gb18030 for all GB)."""

_STATEFUL = frozenset({"iso-2022-jp", "iso2022_kr", "hz", "utf-16", "utf-16le", "utf-16be"})
_EAST_ASIAN = frozenset({"gb18030", "big5hkscs", "cp950", "cp932", "euc-jp", "cp949"})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ENDS = bytes.maketrans(b"\r", b"\n")
_ASCII = bytes((*range(9), 11, 12, *range(14, 32), 127))
_NEWLINES = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_GB_COMMON = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_KANA_EUC = re.compile(rb"[\xa4\xa5][\xa1-\xf6]")
_KANA_SJIS = re.compile(rb"[\x82\x83][\x40-\xf1]")
_SAMPLE = 20_000


def decode(raw: bytes, label: str | None = None) -> str:
    """The text of ``raw`` as its label says, or as it really is where the label is missing, false or not allowed.

    UTF-8 is tried strictly first: under any other label it hardly ever decodes by accident.
    """
    return clean(_read(raw, label)[1])


def codec_of(raw: bytes, label: str | None = None) -> str:
    """The codec ``decode`` reads ``raw`` with."""
    return _read(raw, label)[0]


def _read(raw: bytes, label: str | None) -> tuple[str, str]:
    codec = CODECS.get(label.strip().strip("\"'").lower().replace("cp-", "cp")) if label else None
    for candidate in _candidates(raw, codec):
        text = _strict(raw, candidate)
        if text is not None and _plausible(text, candidate, codec):
            return candidate, text
    fallback = codec if codec and codec not in _STATEFUL else _guess(raw)
    return fallback, raw.decode(fallback, "replace")


def clean(text: str) -> str:
    """``text`` with one kind of newline, no other control character, no surrogate, in NFC."""
    if text.isascii():
        return text if text.isprintable() else text.replace("\r\n", "\n").encode().translate(_ENDS, _ASCII).decode()
    for newline in _NEWLINES:
        text = text.replace(newline, "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def _candidates(raw: bytes, codec: str | None) -> Iterable[str]:
    if codec in _STATEFUL:
        yield codec
    elif b"\x1b$" in raw[:_SAMPLE]:
        yield "iso-2022-jp"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    yield "utf-8"
    if codec is not None:
        yield codec
    yield _guess(raw)


def _plausible(text: str, candidate: str, codec: str | None) -> bool:
    """East Asian text in UTF-8 has characters of three octets: GBK text that is UTF-8 by accident has none."""
    if candidate != "utf-8" or codec not in _EAST_ASIAN or text.isascii():
        return True
    return any(char > "\u07ff" for char in text[:_SAMPLE])


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        if codec == "iso-2022-jp":
            return _iso_2022_jp(raw)
        if codec == "utf-8":
            return raw.decode("utf-8-sig")
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _iso_2022_jp(raw: bytes) -> str:
    """ISO-2022-JP with half-width kana or the vendor's row 13 (①, ㈱), which JIS X 0213 has at the same places."""
    try:
        return raw.decode("iso2022_jp_ext")
    except UnicodeError:
        return raw.replace(b"\x1b$B", b"\x1b$(Q").replace(b"\x1b$@", b"\x1b$(Q").decode("iso2022_jp_2004")


def _guess(raw: bytes) -> str:
    """The codec of 8-bit text without a usable label.

    East Asian double octets come in even runs above 0xA0; Western accents stand alone between letters.
    """
    sample = raw[:_SAMPLE]
    high = sum(map(len, runs := _HIGH_RUN.findall(sample)))
    if not high:
        return "windows-1252"
    if 4 * len(_KANA_SJIS.findall(sample)) > high and _strict(raw, "cp932") is not None:
        return "cp932"
    even = sum(len(run) for run in runs if len(run) % 2 == 0)
    if even < 0.8 * high:
        return "windows-1252"
    if 6 * len(_KANA_EUC.findall(sample)) > high:
        return "euc-jp"
    if 3 * len(_GB_COMMON.findall(sample)) > high:
        return "gb18030"
    return "windows-1252" if _strict(raw, "big5hkscs") is None else "big5hkscs"
