"""Every outcome for every right it exists for, as the operator decides it, and what Amazon must read of each.

The rows follow the practice of sellers by right: what Amazon accepts, what the complaint is contested with, how it is
complied with. Parallel imports are a trademark's; a price policy is no right at all.
"""

from noticed.core.values import Value

PLAN = ("--set", "root_cause=a", "--set", "actions_taken=b", "--set", "prevention=c")
DOWN = (
    "a record of the page and of our offers was kept",
    "was closed (looked at twice)",
    "our catalogue was searched",
    "the stock of the product was dealt with",
)
"""What the plan of action quotes of the checklist."""
REGISTERED = ("--set", "own_number=7,311,902", "--set", "own_holder=Acme Ltd", "--attach", "analysis.png", "--set",
              "attest=yes")  # fmt: skip
RECORD = "We removed some of your listings because a rights owner reported that they in=\nfringe."
"""As it is encoded."""
DEACTIVATED = "Your Amazon seller account has been deactivated and your listings have been removed."
SUSPECTED = "suspected"
ATTESTED = ("--set", "attest=yes")
PROVED = (*ATTESTED, "--attach", "analysis.png")
RIGHTS = {
    "Trademark": "speaks of a trademark, but does not say which one",
    "Counterfeit": "does not say which unit or order is meant",
    "Copyright": "does not say which work is meant",
    "Utility patent": "speaks of a utility patent, but does not say which one",
    "Design patent": "speaks of a design patent, but does not say which one",
    "Patent": "speaks of a patent, but does not say which one",
    "Trade dress": "speaks of a trade dress, but does not say which one",
}
"""Each right as a notice prints it, and what a notice of it that says no more lacks."""
CHART = """\
attest = true
attach = ["analysis.png"]
[[claim_chart]]
claim = 1
element = "a hinge"
present = "no"
fact = "The lid is loose."
"""


class Told(Value):
    """One decision, and what Amazon must read of it."""

    right: str
    outcome: str
    words: tuple[str, ...]
    reads: tuple[str, ...]
    store: str = "com"
    notice: str = ""
    """Which notice it is, where it is no complaint about a listing."""
    pasted: bool = False
    """Whether it goes to nobody: text for Account Health."""


TOLD = (
    Told(right="Trademark", outcome="not_infringing", words=(*PROVED, "--set", "supply=BrandCo's wholesaler"),
         reads=("does not infringe", "Where the goods come from (analysis.png):\n- BrandCo's wholesaler")),
    Told(right="Trademark", outcome="own_rights", words=("--set", "own_number=5,123,456", "--attach", "analysis.png"),
         reads=("under a right of our own", "Number: 5,123,456 (analysis.png)")),
    Told(right="Trademark", outcome="fixed", words=("--set", "edits=a word taken out"),
         reads=("We have corrected the page", "- a word taken out")),
    Told(right="Copyright", outcome="not_infringing", words=(*PROVED, "--set", "our_work=Photographed by Li Jing"),
         reads=("Our pictures and texts", "- Photographed by Li Jing")),
    Told(right="Utility patent", outcome="not_infringing", words=("--slots", "chart.toml"),
         reads=("every element of at least one independent claim", "claim 1, a hinge: not present. The lid is loose.")),
    Told(right="Utility patent", outcome="infringing", words=PLAN, reads=("accept it", "Root cause\n- a", *DOWN)),
    Told(right="Design patent", outcome="not_infringing", words=(*PROVED, "--set", "earliest_sale=3 May 2021"),
         reads=("seen side by side", "We have sold this product since 2021-05-03 (analysis.png).")),
    Told(right="Counterfeit", outcome="not_infringing", words=PROVED, reads=("is genuine", "Attached: analysis.png")),
    Told(right="Counterfeit", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Counterfeit", outcome="own_rights", words=REGISTERED,
         reads=("under a right of our own", "Number: 7,311,902 (analysis.png)", "Acme Ltd")),
    Told(right="Trademark", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Trademark", outcome="not_infringing", store="co.uk",
         words=(*PROVED, "--set", "supply=Bought in Germany from the brand itself; its letter of consent is attached"),
         reads=("does not infringe", "- Bought in Germany from the brand itself")),
    Told(right="Copyright", outcome="own_rights", words=REGISTERED,
         reads=("under a right of our own", "Number: 7,311,902 (analysis.png)")),
    Told(right="Copyright", outcome="fixed", words=("--set", "edits=picture 2 replaced by our own"),
         reads=("We have corrected the page", "- picture 2 replaced by our own")),
    Told(right="Copyright", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Patent", outcome="not_infringing", words=PROVED, reads=("does not infringe", "analysis.png")),
    Told(right="Patent", outcome="own_rights", words=REGISTERED, reads=("under a right of our own", "7,311,902")),
    Told(right="Design patent", outcome="own_rights", words=(*REGISTERED, "--set", "own_since=3 May 2021"),
         reads=("under a right of our own", "2021-05-03 (analysis.png)")),
    Told(right="Design patent", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Trade dress", outcome="not_infringing", words=PROVED, reads=("does not infringe", "trade dress")),
    Told(right="Trade dress", outcome="own_rights", words=REGISTERED, reads=("under a right of our own",)),
    Told(right="Trade dress", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Trademark", outcome="fixed", words=("--set", "edits=the brand taken out of the title"),
         notice=SUSPECTED, reads=("We have corrected the page", "- the brand taken out of the title")),
    Told(right="Counterfeit", outcome="infringing", words=PLAN, notice=DEACTIVATED, pasted=True,
         reads=("our selling account", "accept it", "reactivate it", *DOWN)),
    Told(right="Design patent", outcome="infringing", words=PLAN, store="de",
         reads=("erkennen", "Stand der Seite und unserer Angebote festgehalten", "auf Amazon.de geschlossen")),
    Told(right="Utility patent", outcome="reason_unknown", words=(), store="de",
         reads=("Zu dem Recht selbst äußern wir uns nicht",)),
    Told(right="", outcome="reason_unknown", words=(), reads=("does not say which right", "first letter, to ")),
    Told(right="", outcome="never_listed", words=ATTESTED, reads=("never listed or sold",)),
    Told(right="Patent", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="", outcome="not_infringing", words=PROVED, reads=("The product does not infringe, for the reasons",)),
    Told(right="", outcome="own_rights", words=REGISTERED, reads=("under a right of our own",)),
    Told(right="", outcome="infringing", words=PLAN, reads=("accept it", *DOWN)),
    Told(right="Minimum advertised price policy", outcome="reason_unknown", words=(),
         reads=("does not say which right", "no statement about the right itself")),
    Told(right="Minimum advertised price policy", outcome="not_infringing",
         words=(*PROVED, "--set", "analysis=A price policy of a brand is no intellectual property right."),
         reads=("does not infringe, for the reasons below", "A price policy of a brand is no")),
    Told(right="Trademark", outcome="not_infringing", words=PROVED, notice=SUSPECTED, reads=("does not infringe",)),
    Told(right="Trademark", outcome="infringing", words=PLAN, notice=SUSPECTED, reads=("accept it", *DOWN)),
    Told(right="Trademark", outcome="never_listed", words=ATTESTED, notice=SUSPECTED, reads=("never listed",)),
    Told(right="Counterfeit", outcome="not_infringing", words=PROVED, notice=DEACTIVATED, pasted=True,
         reads=("is genuine", "Attached: analysis.png")),
    *(Told(right=right, outcome="never_listed", words=ATTESTED, reads=("never listed or sold",)) for right in RIGHTS),
    *(Told(right=right, outcome="reason_unknown", words=(), reads=("no statement about the right itself", said))
      for right, said in RIGHTS.items()),
    Told(right="Trademark", outcome="not_infringing", words=PROVED, store="fr",
         reads=("Le produit ne porte pas atteinte à ce droit", "Pièces jointes : analysis.png")),
    Told(right="Copyright", outcome="infringing", words=PLAN, store="it", reads=("lo accettiamo", "Causa\n- a")),
    Told(right="Design patent", outcome="own_rights", words=REGISTERED, store="es",
         reads=("en virtud de un derecho propio", "Número: 7,311,902 (analysis.png)")),
    Told(right="Utility patent", outcome="reason_unknown", words=(), store="co.jp",
         reads=("権利そのものについては意見を述べません", "最初の連絡")),
    Told(right="Trademark", outcome="not_infringing", words=PROVED, store="de",
         reads=("Das Produkt verletzt dieses Recht nicht", "Anlagen: analysis.png")),
)  # fmt: skip
