"""The packaged tables hold what the field's documents support, and nothing else."""

import zoneinfo
from fnmatch import fnmatchcase

import holidays
import pytest

from noticed import data
from noticed.core.case.cadence import is_counsel
from noticed.settings import kinds

STORES = "US CA MX BR UK DE FR IT ES NL SE PL BE IE TR AE SA EG IN SG AU JP ZA"
PROVIDERS = ("126", "163", "aliyun", "exmail", "fastmail", "gmail", "icloud", "outlook", "plain", "qq", "yahoo", "zoho")


def test_every_store_is_there_once_with_a_zone_and_a_country_that_exist() -> None:
    markets = data.marketplaces()
    assert " ".join(market.code for market in markets) == STORES
    assert len({market.domain for market in markets}) == len(markets)
    for market in markets:
        assert market.domain == market.domain.lower()
        assert market.domain.startswith("amazon.")
        assert market.timezone in zoneinfo.available_timezones()
        assert market.country in holidays.list_supported_countries()
        assert market.language in {"en", "de", "fr", "it", "es", "ja"}


def test_only_documented_dispute_addresses_are_ever_copied() -> None:
    addresses = {market.code: market.dispute_address for market in data.marketplaces() if market.dispute_address}
    assert addresses == {
        "US": "notice-dispute@amazon.com",
        "DE": "notice-dispute@amazon.de",
        "FR": "notice-dispute@amazon.fr",
        "JP": "notice-dispute@amazon.co.jp",
    }


def test_a_law_firm_is_known_by_its_host_in_several_languages() -> None:
    hosts = (
        "smith-law.example",
        "patents.example",
        "kanzlei-braun.example",
        "abogados.example",
        "studio-avvocati.example",
    )
    assert all(is_counsel([f"ip@{host}"], data.firms()) for host in hosts)
    assert not is_counsel(["law@brand.example", "ip@patentbrand.example"], data.firms())


def test_the_providers_are_there() -> None:
    assert tuple(sorted(data.providers())) == PROVIDERS


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_says_how_to_reach_it_safely_and_where_its_password_is_made(name: str) -> None:
    provider = data.providers()[name]
    for server in (provider.imap, provider.smtp):
        if name != "plain":
            assert server["tls"] in {"implicit", "starttls"}
            assert server["port"] in {993, 465, 587}
            assert "." in str(server["host"])
    assert provider.password_help["en"]
    assert provider.password_help["zh"]
    assert provider.sent
    assert provider.junk
    assert not provider.proven or provider.authserv_ids


def test_netease_and_tencent_are_told_who_we_are() -> None:
    assert {name for name, provider in data.providers().items() if provider.identify} == {"163", "126", "qq", "exmail"}


def test_ids_of_authentication_results_are_matched_with_their_varying_parts() -> None:
    fastmail, yahoo = data.providers()["fastmail"].authserv_ids, data.providers()["yahoo"].authserv_ids
    assert fnmatchcase("mx4.messagingengine.com", fastmail[0])
    assert fnmatchcase("atlas210.free.mail.ne1.yahoo.com", yahoo[0])
    assert not fnmatchcase("mx4.messagingengine.com.example.net", fastmail[0])


def test_the_packaged_cadences_are_the_four_a_case_can_have() -> None:
    assert set(data.cadences()) == {"standard", "urgent", "critical", "quiet"}


def test_a_store_given_by_its_country_is_recognised() -> None:
    with pytest.raises(ValueError, match='"UK"'):
        kinds.marketplace_code("GB")
    with pytest.raises(ValueError, match='"DE"'):
        kinds.marketplace_code("amazon.de")
