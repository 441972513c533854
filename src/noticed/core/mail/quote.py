"""The new words of an answer: without the quoted history below it or around it, and without the signature.

Own rules by shape, not by mail program: what opens a history is a line of dashes before a header block, a header
block, or an attribution (a line that ends in a colon and names a time and an address or one of the dialects' verbs);
what is quoted begins with ">". Answers between quoted lines are kept, one a line. Never raises; linear time.
"""

import re
from collections.abc import Sequence

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed, squeeze

MAX_LINES = 2_000

_SENDER_LABELS = (
    "from", "von", "de", "da", "van", "od", "från", "fra", "gönderen", "kimden", "发件人", "寄件者", "寄件人",
    "差出人", "送信者", "mittente", "remetente", "remitente", "expéditeur", "absender",
    "lähettäjä", "отправитель", "от",
)  # fmt: skip
_OTHER_LABELS = (
    "to", "sent", "date", "subject", "cc", "reply-to", "importance",
    "an", "gesendet", "datum", "betreff", "à", "envoyé", "objet", "date d'envoi",
    "a", "inviato", "data", "oggetto", "para", "enviado", "enviado el", "fecha", "asunto", "enviada em", "assunto",
    "aan", "verzonden", "onderwerp", "do", "wysłano", "temat", "dw", "till", "skickat", "ämne", "kopia",
    "kime", "tarih", "gönderildi", "gönderme tarihi", "konu", "alıcı",
    "收件人", "发送时间", "发送日期", "主题", "抄送", "日期", "时间", "寄件日期", "收件者", "主旨", "副本",
    "til", "sendt", "emne", "dato", "envoyé le", "copie à", "sujet", "destinataire",
    "vastaanottaja", "lähetetty", "aihe", "кому", "дата", "тема", "宛先", "送信日時", "日時", "件名",
)  # fmt: skip
_FROM = frozenset(map(squeeze, _SENDER_LABELS))
_REST = frozenset(map(squeeze, _OTHER_LABELS))
_LABEL = re.compile(r"^[\s*|]{0,6}([^:：]{1,24}?)[\s*]{0,3}[:：]")
_DASHES = re.compile(r"^\s{0,9}[-_—=*]{3,}(?:.{0,60}?[-_—=*]{3,})?\s{0,9}$")
_TIME = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}")
_ADDRESSED = re.compile(r"[<(\[]{1,2}\s?(?:mailto:)?[^\s<>()\[\]]{1,64}@[^\s<>()]{3,200}\s?[<>)\]]")
_OPENS = re.compile(
    r"(?i)^[\s*\"“]{0,4}(?:(?:on|at|am|le|el|il|op|den|em|dnia|w dniu|på|kl|on the|il giorno)\s|在|于|於"
    r"|\d{1,2}\s?[./-]\s?(?:\d|\w{3})|\d{4}\s?[-/.年]\s?\d|\d{1,2}(?:st|nd|rd|th)?\s\w{3,10}\.?,?\s\d{2}"
    r"|[^\W\d]{2,10}[.,]{1,2}\s?(?:(?:am|the|le|el|den)\s)?\d{1,2}\.?\s|[^\W\d]{3,10},\s[^\W\d]{3,10}\.?\s\d{1,2},)"
)
"""How the first line of an attribution begins: with a preposition, a date or a day of the week."""
_ENDS = re.compile(r"(?<![ap]\.m)(?<!\b[^\W\d]{3})[.!?。！？;；]$")
"""The end of a sentence, not of "a.m." or "Okt."."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_VERB = re.compile(
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|napisał|pisze|skrev|yazdı|写道|寫道|wrote on"
    r"|のメール|:)"
)
_SIGNATURE_MARK = re.compile(r"^(?:-- ?|—|__+)$")
_SENT_FROM = re.compile(
    r"(?i)^(?:sent from|get outlook|envoyé de|gesendet (?:von|mit)|von meinem|enviado (?:desde|do|de)|inviato da"
    r"|verzonden|wysłane z|skickat från|发自|來自我的|来自我的|iphoneから送信|通过)"
)
_FORMULA = re.compile(
    r"(?i)^(?:(?:with )?(?:best|kind|warm|many)?\s?(?:regards|wishes|greetings|thanks)|sincerely|yours (?:\w+)|cheers"
    r"|thank you|mit freundlichen|freundliche|beste|viele|liebe grüße|mfg|grüße|cordialement|bien à vous"
    r"|bien cordialement|sincères|atentamente|saludos|un saludo|cordiali|distinti|saluti|met vriendelijke|groet"
    r"|vriendelijke|z poważaniem"
    r"|pozdrawiam|med vänlig|vänliga|hälsningar|atenciosamente|cumprimentos|abraço|saygılar|iyi çalışmalar|祝好|此致"
    r"|顺颂|敬礼|谨启|以上、?|よろしくお願い)"
)
_COMPANY_DOT = re.compile(r"(?i)\b(?:ltd|inc|co|corp|llc|s\.r\.l|s\.l|s\.a|e\.k|dr|jr|esq)\.$")
_CONTENT = re.compile(r"B0[0-9A-Z]{8}|(?<!\d)\d{9,12}(?!\d)|^\W{0,2}[ABC]\b\W{0,3}")
_CONTACT = re.compile(
    r"(?i)@|\b(?:t|tel|phone|fax|mobile|m|f|e|web|www|wechat|whatsapp|skype|hrb|vat|ust)\b|电话|微信|手机"
)


def new_text(text: str, dialects: Sequence[Dialect] = (), sender: str = "") -> str:
    """What the writer of ``text`` adds; ``sender`` is his display name, which may be all of his signature."""
    lines = text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u3000", " ").split("\n")[:MAX_LINES]
    answered = _without_history([line.rstrip() for line in lines], dialects)
    kept = _without_signature(answered, dialects, frozenset(squeeze(word) for word in sender.split()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _without_history(lines: list[str], dialects: Sequence[Dialect]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _is_quoted(lines[at]):
            at += 1
            continue
        length = _history_at(lines, at, dialects)
        if length and not _is_quoted(_first_filled(lines[at + length : at + length + 12])):
            break
        kept += [] if length else [lines[at]]
        at += length or 1
    return kept


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _first_filled(lines: list[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _history_at(lines: list[str], at: int, dialects: Sequence[Dialect]) -> int:
    """How many lines the opening of a quoted history takes at this place; 0: none opens here."""
    line = lines[at]
    if not line.strip():
        return 0
    if _DASHES.match(line) and (_is_header_block(lines[at + 1 : at + 5]) or _names_history(line, dialects)):
        return 1
    if _is_header_block(lines[at : at + 7]):
        return 1
    for length in (1, 2, 3):
        if _is_attribution(lines[at : at + length], _first_filled(lines[at + length : at + length + 3]), dialects):
            return length
    return 0


def _is_header_block(lines: list[str]) -> bool:
    """Whether a From line begins here, and another header line follows it."""
    shown = [line for line in lines if line.strip()]
    labels = [squeeze(found[1]) if (found := _LABEL.match(line)) else "" for line in shown]
    return bool(labels) and labels[0] in _FROM and any(label in _REST for label in labels[1:6])


def _names_history(line: str, dialects: Sequence[Dialect]) -> bool:
    words = fold(printed(line))
    if "@" in words and _TIME.search(words):
        return True
    return any(
        d.quote.markers.search(words.strip("-_—=* ")) or d.forward.markers.search(words) for d in dialects
    ) or bool(
        re.search(r"original|原始邮件|原邮件|原始郵件|nachricht|message|bericht|mensa|messaggio|meddelande", words)
    )


def _is_attribution(lines: list[str], following: str, dialects: Sequence[Dialect]) -> bool:
    """Whether these lines, all of them, name who wrote what follows: the last line of an answer is none of them."""
    if not all(line.strip() and not _is_quoted(line) for line in lines):
        return False
    joined = " ".join(line.strip() for line in lines)
    if not joined.endswith((":", "：")) or len(joined) > 400:
        return False
    timed, addressed = _TIME.search(joined), _ADDRESSED.search(joined)
    if not (timed or addressed) or (len(lines) > 1 and not _opens_attribution(lines, following, dialects)):
        return False
    quoted = _is_quoted(following) and (addressed or _DATE.search(joined))
    if quoted or (addressed and _VERB.search(joined) and re.search(r"\d", joined)):
        return True
    return any(d.quote.markers.search(fold(printed(joined))) for d in dialects)


def _opens_attribution(lines: list[str], following: str, dialects: Sequence[Dialect]) -> bool:
    """Whether an attribution of several lines begins with the first, not with a later one."""
    first, rest = lines[0].strip(), lines[1:]
    if _ENDS.search(first) or not (_OPENS.search(first) or _ADDRESSED.search(first)):
        return False
    dated = _OPENS.search(first) and re.search(r"\d", first)
    year = _YEAR.search(" ".join(rest))
    opens = _OPENS.search(rest[0].strip()) and (not dated or year)
    whole = opens or (_ADDRESSED.search(rest[0]) and (not dated or (year and _YEAR.search(first))))
    return not (whole and _is_attribution(rest, following, dialects))


def _without_signature(lines: list[str], dialects: Sequence[Dialect], sender: frozenset[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _SIGNATURE_MARK.match(line.strip()) and any(map(str.strip, lines[:at])):
            lines = lines[:at]
            break
    lines = [line for line in lines if not _SENT_FROM.match(line.strip())]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at in range(len(lines) - 1, max(first, len(lines) - 40), -1):
        if _is_formula(lines[at], dialects) and len([line for line in lines[at:] if line.strip()]) <= 15:
            lines = lines[:at]
    return _without_names(lines, dialects, sender)


def _is_formula(line: str, dialects: Sequence[Dialect]) -> bool:
    shown = line.strip()
    if not shown or len(shown) > 60 or _CONTENT.search(shown):
        return False
    words = fold(printed(shown))
    known = any((found := d.quote.signatures.search(words)) is not None and found.start() == 0 for d in dialects)
    return (known or _FORMULA.match(shown) is not None) and not re.search(r"[.!?。！？]\s?\S", shown)


def _without_names(lines: list[str], dialects: Sequence[Dialect], sender: frozenset[str]) -> list[str]:
    """Drop short last lines that are no sentence: names, firms, telephone numbers. Something is always left."""
    kept = list(lines)
    while kept:
        while kept and not kept[-1].strip():
            kept.pop()
        block = _last_paragraph(kept)
        alone = len(block) < len(kept) and all(_is_name(line, sender, alone=True) for line in block)
        above = [line for line in kept[:-1] if line.strip()]
        if not above or (len(above) == 1 and above[0].endswith((",", "，"))):
            return kept  # below a greeting stands the answer, however short
        if not (alone or _is_name(kept[-1], sender, alone=False)) or _answers(kept[-1], dialects):
            return kept
        kept.pop()
    return lines


def _last_paragraph(lines: list[str]) -> list[str]:
    start = len(lines)
    while start > 0 and lines[start - 1].strip() and len(lines) - start < 7:
        start -= 1
    return lines[start:]


def _answers(line: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a short line is an answer after all: "Wrong person", "Complaint withdrawn"."""
    words = fold(printed(line))
    return any(
        said.search(words)
        for d in dialects
        for said in (d.reply.retracts, d.reply.refuses, d.reply.wrong_person, d.reply.stop)
    )


def _is_name(text: str, sender: frozenset[str], *, alone: bool) -> bool:
    """Whether a line may be part of a signature; ``alone``: nothing else stands in its paragraph."""
    line = text.strip()
    words = line.split()
    if sender and len(words) <= 4 and frozenset(map(squeeze, words)) <= sender:
        return True
    if (
        len(line) > 60
        or _CONTENT.search(line)
        or (re.search(r"[.!?。！？,;:：]$", line) and not _COMPANY_DOT.search(line))
    ):
        return False
    if alone and _CONTACT.search(line):
        return len(words) <= 8
    if re.search("[\u3040-\u9fff]", line):
        return alone and len(line) <= 20 and not re.search(r"\d", line)
    capitals = [word for word in words if word[0].isupper() or not word[0].isalpha()]
    enough = len(words) <= 4 and words[0][0].isupper() if alone else len(words) <= 3 and len(capitals) == len(words)
    return (enough or (alone and len(words) <= 6 and len(capitals) * 3 >= len(words) * 2)) and not re.search(
        r"\d", line
    )
