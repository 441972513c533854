"""Answers in the complainants' own words: the costly mistake is a retraction that is none."""

import pytest

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Act, ReplyKind
from noticed.core.mail.reply import read_reply

DIALECTS = dialects(None)

RETRACTS = [
    "Hello, we have retracted the complaint via Brand Registry today. Please allow Amazon 24-48 hours.",
    "I've just sent the retraction to notice-retraction@amazon.com, you were in copy.",
    "Sorry, this was our mistake. The report has been withdrawn.",
    "Please be informed that the report against ASIN B0C1234567 was filed by mistake and we hereby withdraw it.",
    "We reviewed your listing and agree that it does not infringe. We have asked Amazon to reinstate the listing.",
    "The complaint has now been retracted on our side.",
    "Our attorney retracted the notice yesterday.",
    "Dear Amazon team, we wish to retract complaint ID 10987654321. The report was made in error.",
    "Hi, retraction submitted this morning. Confirmation 123.",
    "We cancelled the report. You should see it back soon.",
    "We have rescinded our notice of infringement with regard to this ASIN.",
    "This was reported by accident, I took it back already.",
    "Retraction done.",
    "We confirm the withdrawal of our complaint.",
    "After talking to your agent we pulled the complaint.",
    "I have contacted Amazon and told them that the complaint should be withdrawn, as it was an error.",
    "Hello, sorry for the trouble. The complaint was filed in error and we've withdrawn it today.",
    "Good news: we have retracted the notice.",
    "As agreed we have now withdrawn the complaint with Amazon.",
    "We've retracted complaint 10987654321 and informed Amazon.",
    "Per our settlement, the complaint is now withdrawn.",
    "I have retracted it.",
    "It was our mistake and we already told Amazon that the report was filed in error.",
    "The infringement notice against your ASIN was retracted by our team this morning.",
    "We have dropped the complaint.",
    "Kindly note that the case has been withdrawn from our end.",
    "我们已向亚马逊撤诉。",
    "投诉已撤销，请留意邮件。",
    "抱歉，是我们投错了，已经撤回。",
    "已撤诉。",
    "Wir haben unsere Beschwerde heute zurückgezogen.",
    "Die Meldung war ein Versehen und wurde zurückgenommen.",
    "Hiermit ziehen wir die Beschwerde zurück.",
    "Nous avons retiré notre plainte ce matin.",
    "La réclamation a été envoyée par erreur, nous l'avons retirée.",
    "Nous retirons notre plainte.",
    "Hemos retirado la reclamación en Brand Registry.",
    "La queja fue un error, ya la retiramos.",
    "Abbiamo ritirato la segnalazione oggi.",
    "Il reclamo è stato ritirato.",
    "申し立てを取り下げました。",
    "誤って申し立てを行いました。取り下げ済みです。",
    "We hebben de klacht ingetrokken.",
    "Wycofaliśmy skargę wczoraj.",
    "Vi har återkallat klagomålet.",
    "Retiramos a reclamação hoje.",
    "Şikayeti geri çektik.",
]

RETRACTS_NOTHING = [
    "We are considering whether the complaint should be withdrawn.",
    "Has the complaint been withdrawn?",
    "You asked us to retract the complaint.",
    "We would withdraw our complaint if you removed the pictures.",
    "We could withdraw the complaint.",
    "My colleague will decide if the complaint was made in error.",
    "If the report was made in error we apologise.",
    "You claim the complaint was submitted in error. It was not.",
    "In order to have the complaint withdrawn, remove the listing.",
    "Nothing has been withdrawn.",
    "The complaint was not filed by mistake.",
    "We never retracted the report.",
    "Neither of the reports was withdrawn.",
    "Once payment is received, the complaint is withdrawn.",
    "Please confirm that the complaint has been withdrawn.",
    "Your appeal was made in error.",
    "Until you sign, the report will not be withdrawn.",
    "We withdrew our products from Amazon, you cannot sell them.",
    "The order has been cancelled.",
    "We had withdrawn the first complaint, but this one stands.",
    "I withdrew from this project, please write to Tom.",
    "We cancelled your account.",
    "Our offer was withdrawn.",
    "Do you think the complaint was a mistake?",
    "It was your mistake to list our product.",
    "Once we see invoices we will withdraw the complaint.",
    "If you delete the pictures today we withdraw the report.",
    "We retract the complaint only after you pay the costs.",
    "The complaint will be withdrawn after signature.",
    "如果你们下架该商品，我们会撤诉。",
    "我们不会撤诉。",
    "我们还没有撤回投诉。",
    "请问投诉是否已撤回？",
    "赔偿三千美元后我们撤诉。",
    "我们正在考虑撤诉。",
    "Wenn Sie zahlen, ziehen wir die Beschwerde zurück.",
    "Wir haben die Beschwerde nicht zurückgezogen.",
    "Wir werden die Meldung nicht zurücknehmen.",
    "Haben Sie die Beschwerde zurückgezogen?",
    "Sobald die Unterlassungserklärung vorliegt, nehmen wir die Meldung zurück.",
    "Si vous retirez l'offre, nous retirerons la plainte.",
    "Nous n'avons pas retiré la plainte.",
    "Nous ne retirerons pas la plainte.",
    "La plainte sera retirée après paiement.",
    "Si pagan, retiramos la reclamación.",
    "No hemos retirado la queja.",
    "Retiraremos la denuncia cuando firmen.",
    "Se pagate, ritiriamo il reclamo.",
    "Non abbiamo ritirato la segnalazione.",
    "Ritireremo il reclamo dopo il pagamento.",
    "お支払いいただければ取り下げます。",
    "申し立ては取り下げません。",
    "まだ取り下げていません。",
    "Als u betaalt, trekken wij de klacht in.",
    "Nie wycofaliśmy skargi.",
    "Vi har inte återkallat klagomålet.",
    "Não retiramos a reclamação.",
    "Şikayeti geri çekmedik.",
]

REFUSES = [
    "We do not intend to withdraw the complaint.",
    "The complaint stays in place. Do not write to us again.",
    "We have reviewed the matter and will not be retracting.",
    "Our client declines your request for a retraction.",
    "You are not an authorized reseller of our products. Remove your listing.",
    "No, the report is correct and we are not going to change it.",
    "There will be no retraction. Your goods are illegal copies.",
    "We are unable to help you. Amazon decided.",
    "Our position has not changed.",
    "Retraction is out of the question.",
    "You must stop selling our brand immediately.",
    "I am not retracting anything.",
    "We see no reason to retract our complaint.",
    "We will not withdraw.",
    "We won't be retracting this.",
    "Retraction denied.",
    "Your request is rejected.",
    "The brand owner does not agree to a retraction.",
    "We maintain our complaint.",
    "Only authorised sellers may sell our goods. You are not one of them.",
    "我们拒绝撤诉。",
    "Wir sind nicht bereit, die Beschwerde zurückzuziehen.",
    "Nous maintenons notre plainte.",
    "Mantenemos la reclamación.",
    "Rifiutiamo la richiesta.",
    "取り下げには応じられません。",
]

DEMANDS = [
    "Our client will settle for $3,500, payable within 10 days.",
    "Sign the enclosed undertaking and pay our costs of EUR 1,200.",
    "We require compensation of 500 GBP before we release the listing.",
    "The license fee is 8% of your sales.",
    "To resolve this, wire 2000 dollars to the account below, then we will inform Amazon.",
    "Please sign the attached settlement agreement and destroy all remaining stock.",
    "We will withdraw the complaint upon receipt of a signed cease and desist declaration.",
    "We can offer you a licence at $2 per unit sold.",
    "You will need to disclose your sales figures and pay damages.",
    "We ask for a one-time payment of 800 EUR.",
    "Our costs amount to £950. Once they are settled we will close the matter.",
    "Transfer 3000 RMB by Alipay.",
    "You shall sign the attached cease-and-desist letter with penalty clause.",
    "请支付和解金5000美元。",
    "Wir fordern Schadensersatz von 1.500 €.",
    "Nous demandons une indemnité de 2000 euros.",
    "Exigimos una indemnización de 900 €.",
    "Chiediamo un risarcimento di 700 euro.",
    "損害金として10万円をお支払いください。",
]

ASKS_FOR_INFORMATION = [
    "Could you tell us where you bought these goods?",
    "Please provide copies of your invoices and a letter of authorisation.",
    "Which product is this about? We file many reports.",
    "Can you send pictures of the item and its packaging?",
    "What is your store name and the complaint ID?",
    "Kindly share the link to your listing so that we can check.",
    "Who is your supplier?",
    "We need to see the invoice from your supplier before we can decide anything.",
    "I don't have enough information to identify your case. Send the ASIN please.",
    "Do you have a license to use the mark?",
    "Please let us know your seller name.",
    "To check this we would need your order documents from the manufacturer.",
    "Could you send me the link?",
    "Where are the goods from?",
    "Please explain why you believe you do not infringe.",
    "请提供采购发票。",
    "Bitte senden Sie uns Ihre Rechnungen.",
    "Merci de nous envoyer vos factures.",
    "Por favor, envíenos las facturas.",
    "Potete inviarci le fatture?",
    "請求書をお送りください。",
]

GIVES_REASON = [
    "Your listing uses our registered trademark LUMIO (US Reg. No. 6,123,456) in the title.",
    "The photos on your page were taken by our photographer, copyright registration VA 2-345-678.",
    "It concerns claim 3 of US 10,234,567.",
    "We own European design 008123456-0002 and your lamp has the same shape.",
    "We made a test purchase and the product was not genuine.",
    "Your product falls within the scope of our patent.",
    "The reason is the word GLOWY in your bullet points, which is our trade mark.",
    "A. design D987,654",
    "Because you copied our pictures 3 and 5.",
    "Your bottle is a knock-off of our design.",
    "Your toy looks exactly like our toy protected by design registration 90012345.",
    "You use the term SNUGGO in the title. SNUGGO is a registered trademark of ours.",
    "Image 2 in your listing is ours.",
    "The product is covered by US patent 9,999,111.",
    "This is about the patent EP 2 345 678.",
    "你们的产品侵犯了我司的外观设计专利 ZL202230123456.7。",
    "Ihr Produkt verletzt unser Design 402022100123.",
    "Votre produit porte atteinte à notre marque.",
    "Su producto copia nuestro diseño.",
    "Il vostro prodotto viola il nostro marchio.",
    "弊社の商標登録第1234567号を侵害しています。",
]


def _kind(text: str) -> ReplyKind:
    head = "From: Ana <ana@brand.example>\nSubject: Re: Amazon complaint\nContent-Type: text/plain; charset=utf-8\n\n"
    return read_reply(read_message(f"{head}{text}".encode()), DIALECTS).reply_kind


@pytest.mark.parametrize("text", RETRACTS)
def test_a_plain_statement_is_a_retraction(text: str) -> None:
    assert _kind(text) is ReplyKind.RETRACTS


@pytest.mark.parametrize("text", RETRACTS_NOTHING)
def test_a_condition_a_question_or_a_denial_is_none(text: str) -> None:
    assert _kind(text) is not ReplyKind.RETRACTS


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((ReplyKind.REFUSES, text) for text in REFUSES),
        *((ReplyKind.DEMANDS, text) for text in DEMANDS),
        *((ReplyKind.ASKS_FOR_INFORMATION, text) for text in ASKS_FOR_INFORMATION),
        *((ReplyKind.GIVES_REASON, text) for text in GIVES_REASON),
    ],
)
def test_an_answer_is_known_by_what_it_does(kind: ReplyKind, text: str) -> None:
    assert _kind(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The complaint has been lifted.", ReplyKind.RETRACTS),
        ("Our complaint against your ASIN has been cancelled.", ReplyKind.RETRACTS),
        ("We've decided to drop the claim and told Amazon so.", ReplyKind.RETRACTS),
        ("Nous venons d'envoyer la rétractation à Amazon.", ReplyKind.RETRACTS),
        ("本日、Amazonに取り下げを申請いたしました。", ReplyKind.RETRACTS),
        ("There is nothing to discuss.", ReplyKind.REFUSES),
        ("Eine Rücknahme kommt nicht in Betracht.", ReplyKind.REFUSES),
        ("Wir halten an der Beschwerde fest.", ReplyKind.REFUSES),
        ("Une rétractation est exclue.", ReplyKind.REFUSES),
        ("Manteniamo la segnalazione.", ReplyKind.REFUSES),
        ("取り下げるつもりはございません。", ReplyKind.REFUSES),
        ("We trekken de klacht niet in.", ReplyKind.REFUSES),
        ("Vi drar inte tillbaka anmälan.", ReplyKind.REFUSES),
        ("You have to undertake in writing never to sell this product again.", ReplyKind.DEMANDS),
        ("Woher beziehen Sie die Ware?", ReplyKind.ASKS_FOR_INFORMATION),
        ("You are selling counterfeits of our product.", ReplyKind.GIVES_REASON),
        ("你们主图用的是我们拍的照片。", ReplyKind.GIVES_REASON),
        ("Die Bilder auf Ihrer Seite stammen von uns.", ReplyKind.GIVES_REASON),
        ("Las fotos de su página son nuestras.", ReplyKind.GIVES_REASON),
    ],
)
def test_each_language_says_it_its_own_way(text: str, kind: ReplyKind) -> None:
    message = read_message(f"From: a@brand.example\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode())
    assert read_reply(message, DIALECTS).reply_kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "The complaint has not been lifted.",
        "If you pay, the complaint is dropped.",
        "We have not decided to drop the claim.",
        "The complaint will be lifted once we see your invoices.",
        "Has the complaint been lifted?",
        "Nous n'avons pas envoyé la rétractation.",
        "取り下げの申請はしておりません。",
        "Wenn Sie unterschreiben, ist die Beschwerde aufgehoben.",
        "Die Beschwerde wurde nicht aufgehoben.",
        "The listing was removed and the complaint about your product is not dropped.",
        "The complaint was lifted from a template.",
        "We agreed to withdraw the complaint subject to payment.",
        "We decided to cancel the report review call.",
        "You told Amazon the claim was dropped.",
        "Die Anzeige wird aufgehoben, sobald Sie zahlen.",
        "Die Anzeige ist aufgehoben, sobald Sie zahlen.",
    ],
)
def test_a_lifting_that_is_none_retracts_nothing(text: str) -> None:
    message = read_message(f"From: a@brand.example\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode())
    assert read_reply(message, DIALECTS).reply_kind is not ReplyKind.RETRACTS


@pytest.mark.parametrize(
    "text",
    [
        "Gegen Zahlung von 1.500 Euro ziehen wir die Beschwerde zurück.",
        "Oh of course, we've withdrawn it, and while we were at it we sent you flowers. Give me a break.",
    ],
)
def test_the_operator_is_not_told_that_a_complaint_is_withdrawn_where_the_answer_demands_or_refuses(text: str) -> None:
    raw = f"From: ana@brand.example\nTo: shop@seller.example\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    acts = read_reply(read_message(raw.encode()), DIALECTS).acts
    assert not {Act.RETRACTED, Act.PROMISES, Act.TOLD_AMAZON} & set(acts)
    assert acts
