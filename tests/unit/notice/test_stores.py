"""Which store a sentence names, where the sender tells nothing."""

import pytest
from tests.unit.notice.reading import notice, words

SAID = {
    "ES": [
        "Wir haben Ihr Angebot in unserem spanischen Shop geschlossen, weil eine Beschwerde über Ihre Marke vorliegt.",
        "L'articolo, presente nel nostro negozio spagnolo, è stato nascosto dopo un reclamo per marchio.",
        "Votre annonce sur notre site espagnol a été supprimée après une plainte concernant une marque.",
    ],
    "CA": [
        "A report about our Canadian store reached us: your trademark use was reported by its owner.",
        "カナダのストアで、商標権を侵害しているとの申し立てを権利者から受けました。",
    ],
    "DE": [
        "W naszym niemieckim sklepie wpłynęła skarga dotycząca znaku towarowego.",
        "在德国站，权利人投诉您的商品侵犯其商标权。",
        "Na nossa loja alemã recebemos uma denúncia do titular da marca.",
    ],
    "PL": ["Vår granskning hittade ett varumärke i titeln på en tröja som du säljer hos Amazon i Polen."],
    "UK": [
        "Birleşik Krallık mağazamızdaki ürününüz, bir marka sahibinin şikâyeti üzerine kaldırıldı.",
        "Uw aanbieding in onze Britse winkel is verwijderd na een klacht over een merk.",
        "Su anuncio en nuestra tienda británica ha sido retirado por una denuncia de marca.",
    ],
    None: [
        "A Canadian rights owner reported your listing for trademark infringement.",
        "Ein spanischer Rechteinhaber hat Ihr Angebot wegen seiner Marke gemeldet.",
        "Le titulaire allemand de la marque a signalé votre offre.",
        "ドイツの権利者から、商標権を侵害しているとの申し立てを受けました。",
    ],
}


@pytest.mark.parametrize("store", SAID)
def test_a_sentence_names_the_store_that_the_sender_does_not(store: str | None) -> None:
    read = {text: notice(text, sender="seller-notification@amazon.com").marketplace for text in SAID[store]}
    assert {text: code for text, code in read.items() if code != store} == {}


def test_a_country_of_the_sender_comes_before_a_store_in_the_text() -> None:
    said = "Your listing in our German store was removed after a trademark complaint."
    assert notice(said, sender="notice@amazon.co.uk").marketplace == "UK"


def test_every_store_that_a_language_names_is_one() -> None:
    dialects, stores = words()
    named = {code for dialect in dialects for code in dialect.stores}
    assert named <= {store.code for store in stores}
