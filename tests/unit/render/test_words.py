"""One catalogue for both languages: nothing is missing in either, and no line reaches the operator untold."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.said import GAP, lines, strayed

from noticed import data
from noticed.core.case.model import Disposition, LetterKind, Outcome, Reason, State
from noticed.core.mail.model import ReplyKind
from noticed.data import words
from noticed.ports import LetterStatus
from noticed.render.lines import key_of, told

ENGLISH, CHINESE = words()["en"], words()["zh"]
ERRORS = ("command", "guard", "slot", "run", "settings", "secret", "store", "server", "files")
GAPS = re.compile(r"{\w+}")
_COMPOSED = {
    f'{GAP}: account "{GAP}" has a real SMTP server; use mode = "shadow"',
    f"{GAP} ({GAP}) {GAP}",
    f"{GAP}{GAP}",
    f"{GAP}{GAP}{GAP}",
    f"mails/{GAP}-{GAP}.eml",
    f"{GAP}; no key for a day",
    f"{GAP}\n{GAP}",
}
"""Told in their parts, or a name."""
_NOT_YET = 8
"""Lines put together from two parts, whose whole stands in the catalogue; beyond these, add yours to both languages."""


def flat(row: Mapping[str, object], path: str = "") -> dict[str, object]:
    below = [flat(each, f"{path}{key}.") if isinstance(each, dict) else {path + key: each} for key, each in row.items()]
    return dict(pair for each in below for pair in each.items())


def gaps(text: str) -> set[str]:
    return set(re.findall(r"(?<!{){(\w+)}", text))


def test_the_languages_have_the_same_entries_with_the_same_gaps() -> None:
    assert set(ENGLISH) == set(CHINESE)
    differing = [key for key in ENGLISH if gaps(ENGLISH[key]) != gaps(CHINESE[key])]
    assert not differing


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_catalogue_read_table_by_table_is_the_whole_file(language: str) -> None:
    whole = flat(data.table(f"words/{language}.toml"))
    assert dict(words()[language]) == whole
    assert len(words()[language]) == len(whole)
    assert "list.no_cases" in words()[language]
    assert not any(key in words()[language] for key in ("list", "list.", "", "no_such.table"))


def test_every_place_whose_lines_are_looked_for_is_there() -> None:
    assert not list(strayed())


def test_no_entry_is_empty_or_left_in_english() -> None:
    assert all(text.strip() for language in words().values() for text in language.values())
    spoken = {key for key, text in CHINESE.items() if re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", text))}
    assert all(re.search(r"[一-鿿]", CHINESE[key]) for key in spoken - {"said.check.mode"})


def test_every_word_of_the_contract_can_be_said() -> None:
    tables = {
        "state": State,
        "because": Reason,
        "reason": Reason,
        "status": LetterStatus,
        "disposition": Disposition,
        "outcome": Outcome,
        "answer": ReplyKind,
    }
    for table, kinds in tables.items():
        assert {key.split(".")[1] for key in ENGLISH if key.split(".")[0] == table} == {k.value for k in kinds}
    assert {f"kind.{kind}" for kind in set(LetterKind) - {LetterKind.DIGEST, LetterKind.ALERT}} <= set(ENGLISH)


def entry(line: str) -> str | None:
    """Its entry, wherever the program puts something before or after it."""
    line = line.replace(GAP, "7")
    tails = [line[colon.end() :] for colon in re.finditer(": ", line)]
    tried = (line, f"7: {line}", f"{line}: 7", f"7{line}", f"{line}7", *tails)
    found = (key for each in tried if (key := key_of(each)))
    return next((key for key in found if len(GAPS.sub("", ENGLISH[key])) > 4 or len(line) < 12), None)


def test_every_line_of_the_source_stands_in_the_catalogue() -> None:
    unknown = [
        (where, line)
        for where, line in lines()
        if line not in _COMPOSED and not line.endswith(f": {GAP}") and not entry(line)
    ]
    assert len(unknown) <= _NOT_YET, unknown


def test_no_error_of_the_catalogue_is_dead() -> None:
    said = {entry(line) for _, line in lines()}
    errors = {key for key in ENGLISH if key.split(".")[0] == "said" and key.split(".")[1] in ERRORS}
    composed = {  # from parts: the test below says them whole
        "said.run.simulation",
        "said.run.simulated_sends",
        "said.settings.from_variable",
        "said.server.login_words",
        "said.server.no_reason",
    }
    assert errors - said <= composed


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ('no case "N-1": noticed cases lists them', "没有案件“N-1”：用 noticed cases 查看全部案件"),
        (
            'account "acme".imap.port: must be 65535 or less (from NOTICED__ACCOUNT__ACME__IMAP__PORT)',
            'account "acme".imap.port：不能大于 65535（来自 NOTICED__ACCOUNT__ACME__IMAP__PORT）',
        ),
        (
            "retraction 10987654321: all cleared; signed by amazon.com; it does not say that the listing is back; "
            'it says: "It is withdrawn." → closed',
            "撤诉通知 10987654321：全部恢复；带有 amazon.com 的有效签名；"
            "未说商品已恢复；原文：“It is withdrawn.” → 已结案",
        ),
        (
            "retraction 10987654321: nothing of this case is cleared; signed by amazon.com",
            "撤诉通知 10987654321：本案没有任何内容恢复；带有 amazon.com 的有效签名",
        ),
        ('operator.mails: is no key; did you mean "emails"?', 'operator.mails：没有这个键；是不是 "emails"？'),
        (
            "a IMAP: imap.qq.com:993: it refused the login (no reason given); check user name and password. 网页。",
            "a IMAP: imap.qq.com:993：拒绝登录（未说明原因）；请检查用户名和密码。网页。",
        ),
        (
            "acme SMTP: smtp.qq.com:465: the TLS connection failed; check port and tls",
            "acme SMTP: smtp.qq.com:465：TLS 连接失败；请检查 port 和 tls",
        ),
        (
            "complaint 10987654321, B0C1234567 (listing removed); signed by amazon.com → opened, with_complainant",
            "投诉通知 10987654321, B0C1234567（商品已下架）；带有 amazon.com 的有效签名 → 立案，等投诉方",
        ),
        (
            "answer from a@b.example: demands → with_operator (replied)",
            "a@b.example 的答复：提出要求 → 等您处理（对方已答复）",
        ),
        (
            "answer from a@b.example: refuses, as far as its words tell → with_operator (replied)",
            "a@b.example 的答复：拒绝撤诉（仅据用词推测） → 等您处理（对方已答复）",
        ),
        ("N-7K3F.2 (follow_up) is held: needs your approval", "N-7K3F.2（再次询问）暂扣：需要您批准"),
        (
            "N-7K3F: court signs: nothing is sent in this case; give the export to a lawyer first",
            "N-7K3F：有诉讼迹象，此案不发任何信；请先把导出的材料交给律师",
        ),
        ("N-7K3F is unverified: it cannot be resumed", "N-7K3F 的情况是“真伪未证实”：不能继续询问"),
        (
            "N-7K3F is closed: operator_resumes is not possible now",
            "N-7K3F 目前是“已结案”：现在不能做“您让它继续”",
        ),
        (
            "the answer names design patent D1,034,512: It is ours.",
            "答复提到外观设计专利 D1,034,512：It is ours.",
        ),
        (
            "N-7K3F: this letter still needs analysis, attest (--set NAME=TEXT, --attach FILE)",
            "N-7K3F：这封信还缺为什么不侵权（analysis）、信中所写属实，我对此负责（attest）"
            "（--set NAME=TEXT，--attach FILE）",
        ),
        (
            "you did: snapshot, offer:B0F2222222@US (2 variations closed)",
            "您完成了：“改动之前先留存页面和您的报价记录”“关闭您的报价；保留商品记录 B0F2222222@US”"
            "（2 variations closed）",
        ),
        (
            "you set complainant_emails=a@b.example, asins=B0C1234567",
            "您填写了投诉方邮箱 = a@b.example、ASIN（商品编号） = B0C1234567",
        ),
        ("read 37 s ago (INBOX, Junk)", "37 秒前读取（INBOX, Junk）"),
        ("the last one 2 h ago", "最近一份在 2 小时前"),
        ("no copy to Amazon: no address known for UK (N-W4IT)", "没有抄送亚马逊：不知道 UK 的地址（N-W4IT）"),
        ("the answer names trade_dress 4: ours", "答复提到商业外观 4：ours"),  # as older journals have it
        (
            "N-7K3F.1 (inquiry) leaves from 24 Nov 09:00 UTC on, to a@b.example",
            "N-7K3F.1（首封询问信）自 11月24日 09:00 UTC 起发出，致 a@b.example",
        ),
        (
            "complaint 13000000007, B0F2222222 (listing removed): no address of the complainant → opened, "
            "with_operator (incomplete)",
            "投诉通知 13000000007, B0F2222222（商品已下架）：没有投诉方地址 → 立案，等您处理（信息不全）",
        ),
        (
            'Under "Received Intellectual Property Complaints" find 13000000007, B0F2222222 and choose Appeal.',
            "在“Received Intellectual Property Complaints”下找到 13000000007, B0F2222222，选择 Appeal。",
        ),
        (
            '--now is a simulation: account "acme" has a real SMTP server; use mode = "shadow"',
            '--now 是模拟：账户“acme”配的是真实的 SMTP 服务器；请用 mode = "shadow"',
        ),
    ],
)
def test_a_line_is_told_in_chinese_with_what_stands_in_it(english: str, chinese: str) -> None:
    assert told(english, "zh") == chinese
    assert told(english, "en") == english


@given(st.text(max_size=300))
def test_what_a_stranger_writes_is_never_a_fault(text: str) -> None:
    assert isinstance(told(text, "zh"), str)
    assert told(text, "en") == text


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", [": ", "; ", " (", "a → ", "x: y; ", "answer from ", " is held: ", "'"])
def test_a_long_line_of_signs_takes_no_time(piece: str) -> None:
    told(piece * (600 // len(piece)), "zh")
