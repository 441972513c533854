"""A whole conversation in each language, on real servers: three letters, their promise, the steps of a retraction.

Their language comes first, the same stands in English below; the promise is understood in it, too.
"""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import answer, notice, signed
from tests.unit.render.letter_words import ASKED, MUST_ASKED

from noticed.core.values import Value

DAY = timedelta(days=1)
LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"
RULE = "_" * 30


class Tongue(Value):
    """How somebody is known to read a language, and how he says that he will retract."""

    language: str
    at: str
    """His domain."""
    store: str
    promise: str


TONGUES = (
    Tongue(language="en", at="brand.example", store="com", promise="Sorry for that. We will withdraw the complaint."),
    Tongue(language="de", at="marke.de", store="com", promise="Wir nehmen die Beschwerde hiermit zurück."),
    Tongue(language="fr", at="marque.fr", store="com", promise="Nous retirons notre plainte."),
    Tongue(language="it", at="marchio.it", store="com", promise="Ritiriamo il reclamo."),
    Tongue(language="es", at="marca.es", store="com", promise="Retiramos la reclamación."),
    Tongue(language="ja", at="brand.jp", store="com", promise="申し立てを取り下げます。"),
    Tongue(language="zh", at="pinpai.cn", store="com", promise="我们已经撤回投诉。"),
    Tongue(language="de", at="somewhere.example", store="de", promise="Wir haben die Meldung zurückgezogen."),
)


@pytest.fixture
def shop(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    return Installation(tmp_path, servers, dns, limits=LIMITS)


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def theirs_first(text: str, kind: str, language: str) -> bool:
    """Whether their words stand first, and the English ones below."""
    said, english = MUST_ASKED[kind][ASKED.index(language)], MUST_ASKED[kind][0]
    if language == "en":
        return said in text and RULE not in text
    above, _, below = text.partition(RULE)
    return said in above and english in below and english not in above


def test_from_the_first_question_to_the_steps_of_a_retraction_in_seven_languages(shop: Installation) -> None:
    shop.once()
    who = {tongue: f"ip-{shop.seller.partition('@')[0]}@{tongue.at}" for tongue in TONGUES}
    for number, tongue in enumerate(TONGUES):
        raw = notice(date=shop.now, to=shop.seller, complaint=f"1470000000{number}", asins=(f"B0F000000{number}",),
                     complainant=who[tongue], sender=f"notice@amazon.{tongue.store}")  # fmt: skip
        raw = raw.replace(b"Amazon.com", f"Amazon.{tongue.store}".encode())
        shop.servers.deliver(shop.seller, signed(raw, f"amazon.{tongue.store}"))
    for days in (0, 4, 4):
        shop.once(days * DAY)
    for tongue in TONGUES:
        letters = shop.arrived(who[tongue])
        kinds = ("inquiry", "follow_up", "final_notice")
        assert len(letters) == len(kinds), tongue
        for kind, letter in zip(kinds, letters, strict=True):
            assert theirs_first(text_of(letter), kind, tongue.language), (kind, tongue, text_of(letter))
        assert {letter["In-Reply-To"] for letter in letters[1:]} <= {letter["Message-ID"] for letter in letters}
        reply = answer(letters[-1], date=shop.now, text=tongue.promise, sender=who[tongue], to=shop.seller)
        shop.servers.deliver(shop.seller, reply)
    shop.once()
    assert {(row["state"], row["reason"]) for row in shop.json("cases")} == {("with_operator", "retraction_promised")}
    held = [x["letter"] for x in shop.json("letters") if x["kind"] == "retraction_steps" and x["status"] == "held"]
    assert len(held) == len(TONGUES)
    shop.run("approve", *held)
    shop.once()
    for tongue in TONGUES:
        steps = text_of(shop.arrived(who[tongue])[-1])
        assert theirs_first(steps, "retraction_steps", tongue.language), steps
        assert steps.count("Seller: Acme Home Goods") == (1 if tongue.language == "en" else 2)
