"""The fields of a notice under the labels of each language, in every layout that mail has for labels and values."""

import tomllib
from collections.abc import Callable, Sequence

import pytest
from tests.corpus.read_corpus import PACKAGE
from tests.unit.notice.reading import notice

Rows = Sequence[tuple[str, str]]
OPENINGS = {
    "en": "Hello,\n\nWe removed the listing below because a rights owner reported it to us.",
    "de": "Guten Tag,\n\nwir haben das unten genannte Angebot entfernt, weil ein Rechteinhaber es gemeldet hat.",
    "fr": "Bonjour,\n\nNous avons supprimé l'offre ci-dessous car un titulaire de droits l'a signalée.",
    "it": "Gentile venditore,\n\nabbiamo rimosso l'offerta perché un titolare dei diritti l'ha segnalata.",
    "es": "Hola:\n\nHemos eliminado el listing siguiente porque el titular de los derechos lo ha denunciado.",
    "pt": "Olá,\n\nRemovemos a oferta abaixo porque um titular de direitos a denunciou.",
    "nl": "Beste verkoper,\n\nWe hebben de productvermelding verwijderd omdat een rechthebbende die heeft gemeld.",
    "pl": "Witamy,\n\nUsunęliśmy poniższą ofertę, ponieważ zgłosił ją właściciel praw.",
    "sv": "Hej!\n\nVi har tagit bort erbjudandet nedan eftersom en rättighetsinnehavare har anmält det.",
    "tr": "Merhaba,\n\nAşağıdaki ürün listelemenizi bir hak sahibinin bildirimi üzerine kaldırdık.",
    "zh": "您好：\n\n我们收到权利所有者的投诉，已移除以下商品。",
    "ja": "出品者様\n\n権利者から申し立てがあったため、以下の商品の出品を停止いたしました。",
}


def _lines(form: str) -> Callable[[Rows], str]:
    return lambda rows: "\n".join(form.format(label=label, value=value) for label, value in rows)


def _html(form: str, around: str = "{}") -> Callable[[Rows], str]:
    return lambda rows: around.format("".join(form.format(label=label, value=value) for label, value in rows))


def _columns(rows: Rows) -> str:
    heads, values = zip(*rows, strict=True)
    return f"| {' | '.join(heads)} |\n|{'---|' * len(rows)}\n| {' | '.join(values)} |"


def _html_columns(rows: Rows) -> str:
    heads = "".join(f"<th>{label}</th>" for label, _ in rows)
    return f"<table><tr>{heads}</tr><tr>{''.join(f'<td>{value}</td>' for _, value in rows)}</tr></table>"


PLAIN: dict[str, Callable[[Rows], str]] = {
    "colon": _lines("{label}: {value}"),
    "below": _lines("{label}\n{value}\n"),
    "below, close": _lines("{label}\n{value}"),
    "below, indented": _lines("{label}:\n  {value}"),
    "dash": _lines("- {label}: {value}"),
    "bullet": _lines("•\t{label}: {value}"),
    "bold": _lines("**{label}:** {value}"),
    "emphasised": _lines("*{label}*: {value}"),
    "bars": _lines("| {label} | {value} |"),
    "columns": _columns,
    "blanks": _lines("{label:<28}    {value}"),
    "equals": _lines("{label} = {value}"),
    "en dash": _lines("{label} – {value}"),
    "behind the value": _lines("{value} ({label})"),
    "one line": lambda rows: "; ".join(f"{label}: {value}" for label, value in rows),
    "brackets": _lines("【{label}】{value}"),
    "full width": _lines("■ {label} ： {value}"),
    "marks of direction": _lines("\u200e{label}\u200f: \u200e{value}\u200e"),
}
HTML: dict[str, Callable[[Rows], str]] = {
    "table": _html("<tr><td>{label}</td><td>{value}</td></tr>", "<table>{}</table>"),
    "table with columns": _html_columns,
    "list of definitions": _html("<dt>{label}</dt><dd>{value}</dd>", "<dl>{}</dl>"),
    "blocks": _html("<div><div>{label}</div><div>{value}</div></div>"),
    "breaks": _html("<p><b>{label}</b><br>{value}</p>"),
    "list": _html("<li>{label}: <b>{value}</b></li>", "<ul>{}</ul>"),
}


def _rows(language: str) -> Rows:
    labels = tomllib.loads((PACKAGE / "dialects" / f"{language}.toml").read_text("utf-8"))["labels"]
    return (
        (labels["asin"][0], "B0C1D2E3F4"),
        (labels["number"]["trademark"][0], "6231447"),
        (labels["complaint_id"][0], "16914539521"),
        (labels["owner"][0], "Oakhanger Lamps Ltd"),
        (labels["email"][0], "legal@oakhanger.example"),
    )


RIGHTS = {
    "en": "Copyright",
    "de": "Urheberrecht",
    "fr": "Droit d'auteur",
    "it": "Diritto d'autore",
    "es": "Derechos de autor",
    "pt": "Direitos autorais",
    "nl": "Auteursrecht",
    "pl": "Prawo autorskie",
    "sv": "Upphovsrätt",
    "tr": "Telif hakkı",
    "zh": "著作权",
    "ja": "著作権",
}


@pytest.mark.parametrize("language", OPENINGS)
def test_a_right_in_the_cell_beside_its_label_is_no_head_of_a_table(language: str) -> None:
    labels = tomllib.loads((PACKAGE / "dialects" / f"{language}.toml").read_text("utf-8"))["labels"]
    rows = (*_rows(language), (labels["type"][0], RIGHTS[language]))
    opening = "".join(f"<p>{part}</p>" for part in OPENINGS[language].split("\n\n"))
    for each in (rows, rows[::-1]):
        read = notice(opening + HTML["table"](each), is_html=True)
        assert (read.ip_type, read.complaint_ids, read.rights_owner_name) == (
            "copyright",
            ("16914539521",),
            "Oakhanger Lamps Ltd",
        )
        assert [line.guess for line in read.evidence if line.field == "ip_type"] == [False]


@pytest.mark.parametrize("layout", [*PLAIN, *HTML])
@pytest.mark.parametrize("language", OPENINGS)
def test_the_fields_are_read_in_every_layout(language: str, layout: str) -> None:
    rows, opening = _rows(language), OPENINGS[language]
    is_html = layout in HTML
    if is_html:
        text = "".join(f"<p>{part}</p>" for part in opening.split("\n\n")) + HTML[layout](rows)
    else:
        text = f"{opening}\n\n{PLAIN[layout](rows)}\n\nAmazon\n"
    read = notice(text, is_html=is_html)
    assert (read.kind, read.ip_type, read.language) == ("complaint", "trademark", language)
    found = (read.asins, read.ip_numbers, read.complaint_ids, (read.rights_owner_name,), read.rights_owner_emails)
    assert found == tuple((value,) for _, value in rows)


def test_cells_of_two_lines_are_rows_all_the_same() -> None:
    read = notice(
        "您好：\n\n我们收到权利所有者的投诉，已移除以下商品。\n\n"
        "商品\t投诉编号\nB0C1D2E3F4\nSKU: RM-7781\n13709484491\nB0D9X8Y7Z6\nSKU: RM-7782\n13631587721\n\n侵权类型：商标"
    )
    assert read.complaint_ids == ("13709484491", "13631587721")


@pytest.mark.parametrize(
    "text",
    [
        "Dear Seller: Oakhanger Lamps Ltd says that B0C1D2E3F4 copies its design patent US D 976,310. We removed it.",
        "尊敬的卖家：您的商品 B0C1D2E3F4 被指与外观设计专利 US D 976,310 的图样相同，现已撤下。",
        "您好，\n\n贵店铺在售的这款产品——B0C1D2E3F4（台灯）——被指与外观设计专利 US D 976,310 的图样相同，现已撤下。",
        "Estimado vendedor: hemos retirado B0C1D2E3F4, porque copia la patente de diseño US D 976,310.",
    ],
)
def test_whom_a_letter_greets_and_what_stands_before_a_dash_are_no_labels(text: str) -> None:
    read = notice(text)
    assert (read.ip_numbers, read.asins, read.ip_type) == (("US D 976,310",), ("B0C1D2E3F4",), "design_patent")
