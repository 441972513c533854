"""Letter × language: the words that must stand in it, and those that never may. Printed as a table:

python -m tests.unit.render.letter_words
"""

LANGUAGES = ("en", "de", "fr", "it", "es", "ja", "en.zh")
"""The languages of letters to Amazon: English is told in Chinese."""

MUST: dict[str, tuple[str, ...]] = {
    "non_infringement": (
        "not infringe",
        "nicht",
        "pas atteinte",
        "non viola",
        "no infringe",
        "侵害しておりません",
        "不侵",
    ),
    "non_infringement/utility_patent": (
        "every element of at least one independent claim",
        "jedes Merkmal mindestens eines unabhängigen Anspruchs",
        "tous les éléments d'au moins une revendication indépendante",
        "tutti gli elementi di almeno una rivendicazione indipendente",
        "todos los elementos de al menos una reivindicación independiente",
        "独立請求項の構成要件をすべて備える",
        "独立权利要求的全部技术特征",
    ),
    "non_infringement/design_patent": (
        "as a whole",
        "insgesamt",
        "aspect d'ensemble",
        "aspetto d'insieme",
        "aspecto de conjunto",
        "全体としての外観",
        "整体外观",
    ),
    "non_infringement/trademark": ("mark", "Marke", "marque", "marchio", "marca", "商標", "商标"),
    "non_infringement/copyright": ("copyright", "Urheberrecht", "droit d'auteur", "autore", "autor", "著作権", "版权"),
    "non_infringement/counterfeit": ("genuine", "echt", "authentique", "autentic", "auténtico", "真正品", "正品"),
    "own_rights": ("right of our own", "eigenen Rechts", "nous appartient", "nostro", "propio", "自らの権利", "自己的"),
    "plan_of_action": ("accept it", "erkennen", "acceptons", "accettiamo", "aceptamos", "認めます", "予以认可"),
    "plan_of_action/account": (
        "our account",
        "unser Konto",
        "notre compte",
        "nostro account",
        "cuenta",
        "アカウント",
        "账户",
    ),
    "never_listed": (
        "never listed or sold",
        "nie angeboten oder verkauft",
        "jamais proposé ni vendu",
        "mai offerto né venduto",
        "nunca hemos ofrecido ni vendido",
        "出品または販売したことがなく",
        "从未上架或销售",
    ),
    "fixed": ("corrected", "berichtigt", "corrigé", "corretto", "corregido", "修正", "更正"),
    "amazon_reason_unknown": (
        "no statement about the right itself",
        "Zu dem Recht selbst äußern wir uns nicht",
        "ne nous prononçons pas sur le droit",
        "non ci pronunciamo",
        "No nos pronunciamos",
        "意見を述べません",
        "不作表态",
    ),
}
"""Letter → what it says in each of ``LANGUAGES``."""

ASKED = ("en", "de", "fr", "it", "es", "ja", "zh", "en.zh")
"""The languages of letters to complainants; drafts stand in English alone."""

MUST_ASKED: dict[str, tuple[str, ...]] = {
    "inquiry": (
        "neither side's rights are affected",
        "die Rechte beider Seiten bleiben unberührt",
        "les droits de chacun restent entiers",
        "i diritti di entrambi restano impregiudicati",
        "los derechos de ambas partes quedan intactos",
        "双方の権利に影響するものではありません",
        "不影响任何一方的权利",
        "不影响任何一方的权利",
    ),
    "follow_up": (
        "Just A, B or C is enough",
        "A, B oder C genügt schon",
        "A, B ou C suffit",
        "Basta A, B o C",
        "Basta con A, B o C",
        "A、B、C のいずれかだけで結構です",
        "只回 A、B 或 C 就够了",
        "只回 A、B 或 C 就够了",
    ),
    "final_notice": (
        "This is our last reminder",
        "Dies ist unsere letzte Erinnerung",
        "Ceci est notre dernier rappel",
        "Questo è il nostro ultimo promemoria",
        "Este es nuestro último recordatorio",
        "こちらからのご連絡は今回が最後です",
        "这是最后一次提醒",
        "这是最后一次提醒",
    ),
    "retraction_steps": (
        "only when the person who filed it says so",
        "nur zurück, wenn es die Person erklärt, die sie eingereicht hat",
        "que si la personne qui l'a déposée le lui dit elle-même",
        "solo quando lo dice la persona che l'ha presentato",
        "cuando lo dice la persona que la presentó",
        "申告したご本人からの連絡があった場合にのみ",
        "只有投诉人本人提出",
        "只有投诉人本人提出",
    ),
}
"""Letter → what it says in each of ``ASKED``."""
MUST_DRAFT: dict[str, tuple[str, str]] = {
    "settlement_opening": (
        "Nothing in this message concedes that a right exists or is infringed",
        "本信不承认任何权利存在",
    ),
    "counter_notice": ("under penalty of perjury", "伪证罪"),
}
"""Draft → what it says in English and told in Chinese."""

NEVER = {
    "en": r"sorry|apolog|regret|we infringed|lawsuit|damages|legal action|\bcourt|attorney|lawyer|\bsue\b|malicious|"
    r"\bfalse|bad faith|immediately|deadline|compensat|\bfail|demand|penalt|invalid",
    "de": r"leid\b|entschuldig|bedauer|haben das Recht verletzt|Klage|Schadens|Gericht|Anwalt|böswillig|falsch|"
    r"unverzüglich|Frist|nichtig",
    "fr": r"désolé|excus|regrett|avons porté atteinte|tribunal|dommages|avocat|malveill|mensong|\bfaux|immédiatement|"
    r"délai|mauvaise foi|nullité",
    "it": r"\bscus|dispiac|rammaric|abbiamo violato|tribunale|danni\b|avvocat|malafede|\bfals|immediatamente|termine|"
    r"nullità|causa legale",
    "es": r"lo sentimos|disculp|lament|hemos infringido|tribunal|daños|abogad|mala fe|\bfalsa\b|\bfalso|inmediatamente|"
    r"plazo|nulidad|demanda",
    "ja": r"申し訳|お詫び|侵害しました|裁判|訴訟|損害|弁護士|悪意|虚偽|直ちに|期限|無効",
    "zh": r"抱歉|道歉|遗憾|侵犯了|法院|起诉|赔偿|律师|恶意|虚假|立即|期限|无效",
    "en.zh": r"抱歉|道歉|遗憾|侵犯了|法院|起诉|赔偿|律师|恶意|虚假|立即|期限|无效",
}
"""No threat, no apology, no attack on a right, in any letter."""
ADMITS = {
    "en": r"\baccept|our mistake|we will (stop|remove)",
    "de": r"erkennen sie an|erkennen ihn an|unser Fehler",
    "fr": r"acceptons|notre erreur",
    "it": r"accettiamo|nostro errore",
    "es": r"aceptamos|nuestro error",
    "ja": r"認めます|誤り",
    "zh": r"认可|承认|错误",
    "en.zh": r"认可|承认|错误",
}
"""Nothing of this before the outcome is ``infringing``."""
SOLD = {
    "en": r"\bwe (sell|sold|have sold|offer)|\bour (product|listing|offer)s?\b|listings? of ours",
    "de": r"wir (verkaufen|verkauften|bieten)|unser(e|es|er)? (Produkt|Angebot)",
    "fr": r"nous vendons|nous avons vendu|notre (produit|offre)|nos (produits|offres)",
    "it": r"vendiamo|abbiamo venduto|nostr[aoie] (prodott|offert)|offerta nostra",
    "es": r"vendemos|hemos vendido|nuestr[ao]s? (producto|oferta)|oferta nuestra",
    "ja": r"販売して|販売いたし|当店の(出品|商品)",
    "zh": r"我们.{0,20}销售|我们的(商品|产品)",
    "en.zh": r"我们.{0,20}销售|我们的(商品|产品)",
}
"""No letter to a complainant says that we sell or sold it: ``never_listed`` may have to say the opposite."""


def rows() -> list[tuple[str, str, str, str]]:
    """(letter, language, words that must stand in it, words that never may)."""
    found = []
    for table, languages in ((MUST, LANGUAGES), (MUST_ASKED, ASKED)):
        for letter, several in sorted(table.items()):
            for language, must in zip(languages, several, strict=True):
                forbidden = [NEVER[language]]
                if not letter.startswith(("plan_of_action", "retraction_steps")):
                    forbidden.append(ADMITS[language])
                forbidden += [SOLD[language]] if letter in MUST_ASKED else []
                found.append((letter, language, must, " | ".join(forbidden)))
    for letter, both in sorted(MUST_DRAFT.items()):
        found += [(letter, language, must, "") for language, must in zip(("en", "en.zh"), both, strict=True)]
    return found


if __name__ == "__main__":
    print("| letter | language | must say | must never say (a regular expression) |\n|---|---|---|---|")
    for row in rows():
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
