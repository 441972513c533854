"""Whom nobody writes to unasked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.mail.recipients import Ours, mailbox_of, problem, registrable_domain

OURS = Ours(addresses=frozenset({"shop@acme.example", "shop@qq.com"}), amazon_domains=frozenset({"amazon.com"}))


@pytest.mark.parametrize(
    ("addresses", "word"),
    [
        (("shop@acme.example",), "own"),
        (("boss@mail.acme.example",), "own"),
        (("notice@amazon.com",), "Amazon's"),
        (("x@bounces.amazon.com",), "Amazon's"),
        (("abuse@brand.example",), "role"),
        (("noreply+1@brand.example",), "role"),
        (("tips@fbi.gov",), "public authority"),
        (("info@met.police.uk",), "public authority"),
        (("ïp@brand.example",), "ASCII"),
        (("ip@xn--brnd-0qa.example",), "ASCII"),
        (("SHOP@Acme.example",), "own"),
        (("shop+ip@qq.com",), "own"),
        (("ip@amazon.example",), "Amazon's"),
        (("ip@seller.amazon.co.jp",), "Amazon's"),
        (("brand-request@lists.example",), "role"),
        (("ftp@brand.example",), "role"),
        (("noreply2@brand.example",), "role"),
        (("ip_noreply@brand.example",), "role"),
        (("do-not-reply.legal@brand.example",), "role"),
        (("announce@lists.project.example",), "mailing list"),
        (("linux-kernel@vger.kernel.org",), "mailing list"),
        (("everybody@googlegroups.com",), "mailing list"),
        (("club@groups.io",), "mailing list"),
        (("club@town.groups.io",), "mailing list"),
        (("clerk@health.gov.bc.ca",), "public authority"),
        (("clerk@courts.state.ny.us",), "public authority"),
        (("wache@polizei.bayern.de",), "public authority"),
        (("info@politie.nl",), "public authority"),
        (("clerk@parliament.uk",), "public authority"),
        (("clerk@justice.gouv.fr",), "public authority"),
        (("clerk@jpo.go.jp",), "public authority"),
        (("clerk@ipo.gov.uk",), "public authority"),
        (("clerk@euipo.europa.eu",), "public authority"),
        (('"a b"@brand.example',), "unusual"),
        (("ip%else@brand.example",), "unusual"),
        (("ip@[192.0.2.1]",), "unusual"),
        (("ip@localhost",), "unusual"),
        (("ip@brand.example", "ip@brand.example", "x@y.example"), "3 addresses"),
        (("a@x.example", "b@x.example", "c@x.example"), "3 addresses"),
    ],
)
def test_such_an_address_waits_for_the_operators_word(addresses: tuple[str, ...], word: str) -> None:
    assert word in (problem(addresses, OURS) or "")


@pytest.mark.parametrize(
    "address",
    [
        "ip@brand.example",
        "someone@qq.com",
        "legal@amazon-law.example",
        "info@brand.example",
        "support+ip@brand.co.uk",
        "o'neil@brand.example",
        "ip@governance.example",
        "ip@list.ru",
        "ip@lists.example",
        "ip@groups.co.uk",
        "info@politi.it",
        "ip@group.brand.com",
        "ip@policia-brand.example",
        "noreplying@brand.example",
        "k.noreplyson@brand.example",
    ],
)
def test_an_ordinary_complainant_may_be_asked(address: str) -> None:
    assert problem((address,), OURS) is None


@pytest.mark.parametrize("address", ["o.ur.shop@gmail.com", "ourshop+ip@googlemail.com", "OurShop@gmail.com"])
def test_a_complaint_that_names_our_own_mailbox_in_another_spelling_waits(address: str) -> None:
    ours = Ours(addresses=frozenset({"our.shop@gmail.com"}), amazon_domains=frozenset({"amazon.com"}))
    assert "own" in (problem((address,), ours) or "")


def test_a_mailbox_is_the_same_in_every_spelling_and_no_other() -> None:
    assert mailbox_of("Jane+Amazon@Brand.example.") == mailbox_of("jane@brand.example")
    assert mailbox_of("ip@bücher.example") == mailbox_of("ip@xn--bcher-kva.example")
    assert mailbox_of("j.oak@gmail.com") == mailbox_of("joak+x@googlemail.com")
    assert mailbox_of("j.oak@brand.example") != mailbox_of("joak@brand.example")
    assert mailbox_of("+ip@brand.example") == "+ip@brand.example"


@given(st.text(max_size=80))
def test_whatever_is_no_address_has_a_mailbox_of_its_own_and_nothing_is_raised(text: str) -> None:
    assert mailbox_of(mailbox_of(text)) == mailbox_of(text)


def test_two_strangers_at_a_free_mail_domain_are_two_strangers() -> None:
    assert registrable_domain("a@gmail.com") is None
    assert registrable_domain("a@mail.brand.co.uk") == "brand.co.uk"


_LOCAL = st.one_of(
    st.sampled_from(["ip", "abuse", "PostMaster", "no-reply", "list-x", "x-request", "legal.team", "a+b"]),
    st.text('abcxyz0189._-+%!"ñа ', min_size=0, max_size=12),
)
_DOMAIN = st.one_of(
    st.sampled_from(
        [
            "brand.example",
            "acme.example",
            "x.acme.example",
            "amazon.com",
            "a.amazon.de",
            "fbi.gov",
            "army.mil",
            "qq.com",
        ]
    ),
    st.lists(st.text("abcxyz0189-ñа", min_size=1, max_size=8), min_size=1, max_size=4).map(".".join),
)


@given(st.lists(st.builds("{}@{}".format, _LOCAL, _DOMAIN), min_size=1, max_size=4))
def test_whoever_may_be_asked_unasked_is_plain_foreign_private_and_one_of_two(addresses: list[str]) -> None:
    if problem(tuple(addresses), OURS) is not None:
        return
    assert len(addresses) <= 2
    for address in addresses:
        local, _, domain = address.lower().partition("@")
        assert re.fullmatch(r"[!-~]+@[a-z0-9.-]+\.[a-z0-9-]+", address.lower())
        assert not {"%", "!", '"', "@"} & set(local)
        assert address.lower() not in OURS.addresses
        assert not re.search(r"(^|\.)(acme\.example|amazon\.\w+|gov|mil)$|(^|\.)xn--", domain)
        assert local.partition("+")[0] not in {"abuse", "postmaster", "no-reply"}
        assert not local.startswith("list-")


STRANGERS = (
    "hotmail.fr", "hotmail.co.uk", "outlook.de", "outlook.com.br", "live.nl", "msn.cn", "yahoo.com.mx", "yahoo.ca",
    "gmx.at", "ymail.com", "rocketmail.com", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "btinternet.com",
    "sky.com", "sfr.fr", "bbox.fr", "arcor.de", "online.de", "bluewin.ch", "telenet.be", "ziggo.nl", "kpnmail.nl",
    "alice.it", "virgilio.it", "telefonica.net", "interia.pl", "uol.com.br", "bol.com.br", "terra.com.br",
    "rediffmail.com",
    "sina.com.cn", "tom.com", "21cn.com", "vip.163.com", "ocn.ne.jp", "docomo.ne.jp", "ezweb.ne.jp", "nifty.com",
    "biglobe.ne.jp", "so-net.ne.jp", "softbank.ne.jp", "i.softbank.jp", "bigpond.com", "shaw.ca", "rogers.com",
    "tuta.com",
)  # fmt: skip


@pytest.mark.parametrize("domain", STRANGERS)
def test_two_addresses_where_anybody_gets_one_are_two_strangers(domain: str) -> None:
    assert registrable_domain(f"a@{domain}") is None


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("anwalt.avocat.fr", "anwalt.avocat.fr"),
        ("alpha.gd.cn", "alpha.gd.cn"),
        ("alpha.com.cn", "alpha.com.cn"),
        ("alpha.waw.pl", "alpha.waw.pl"),
        ("alpha.msk.ru", "alpha.msk.ru"),
        ("alpha.law.za", "alpha.law.za"),
        ("alpha.in.net", "alpha.in.net"),
        ("alpha.chiyoda.tokyo.jp", "alpha.chiyoda.tokyo.jp"),
        ("alpha.github.io", "alpha.github.io"),
        ("alpha.blogspot.com", "alpha.blogspot.com"),
        ("alpha.business.site", "alpha.business.site"),
        ("mail.store.de", "store.de"),
        ("ip.art.fr", "art.fr"),
        ("IP.Brand.CO.UK", "brand.co.uk"),
        ("co.uk", None),
        ("business.site", None),
        ("localhost", None),
        ("alpha.or.jp", "alpha.or.jp"),
        ("mail.alpha.ne.jp", "alpha.ne.jp"),
        ("alpha.gr.jp", "alpha.gr.jp"),
        ("alpha.or.kr", "alpha.or.kr"),
        ("alpha.ltd.uk", "alpha.ltd.uk"),
        ("alpha.me.uk", "alpha.me.uk"),
        ("joao.silva.nom.br", "joao.silva.nom.br"),
        ("alpha.adv.br", "alpha.adv.br"),
        ("alpha.biz.tr", "alpha.biz.tr"),
        ("alpha.uk.com", "alpha.uk.com"),
        ("alpha.eu.org", "alpha.eu.org"),
        ("alpha.onmicrosoft.com", "alpha.onmicrosoft.com"),
        ("alpha.myshopify.com", "alpha.myshopify.com"),
        ("ip.brand.de", "brand.de"),
        ("ip.brand.com", "brand.com"),
        ("mail.me.com.brand.fr", "brand.fr"),
    ],
)
def test_what_many_register_under_is_nobodys_domain(domain: str, registered: str | None) -> None:
    assert registrable_domain(f"a@{domain}") == registered
