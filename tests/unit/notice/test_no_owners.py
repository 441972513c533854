"""What stands where a rights owner might, and is none; and labels that nothing but a gap parts from his name."""

import pytest
from tests.unit.notice.reading import notice


@pytest.mark.parametrize(
    "text",
    [
        "We removed B0C7XK99QQ. A rights owner says that it infringes US patent 10,876,543. Write to "
        "ip@quillon.example.\n\nPlease answer the complaint by 20 December 2026.",
        "お客様の商品（B0CW2M6K9D）のページにある写真は、権利者が撮影したものであるとの連絡をいただきました。商品ページを削除しました。"
        "お心当たりがない場合は、misaki@photo.example まで直接ご連絡ください。",
        "Your offer B0C7XK99QQ was removed over a trademark complaint. Write to marks@gull.example.\n\nYours "
        "faithfully,\nSeller Performance\nAmazon.com, Inc.",
        "Your offer was taken down.\n\nGround of the report ...... registered design\nRegistered at ............. "
        "Hague System, DM/098342\nHolder writes from .... watch@tressel.example\nProduct ....... B07C31LWBW",
    ],
)
def test_a_day_a_clause_a_signature_and_a_register_own_nothing(text: str) -> None:
    assert notice(text).rights_owner_name is None


@pytest.mark.parametrize(
    "line",
    [
        "▶ 投诉人　Conceria Valdarno & Figli S.n.c.",
        "- 反映人｜Conceria Valdarno & Figli S.n.c.（ ip@valdarno.example ）",
        "Holder           Conceria Valdarno & Figli S.n.c.",
    ],
)
def test_a_gap_a_bar_or_a_change_of_script_parts_a_label_from_the_name(line: str) -> None:
    text = f"您好：\n\n以下商品因商标投诉已被下架。\n\n▶ 商品　B0CXK7R4TM\n{line}\n▶ 投诉单号　18704416235"
    assert notice(text).rights_owner_name == "Conceria Valdarno & Figli S.n.c."


def test_what_a_long_list_of_products_calls_them_is_nobody() -> None:
    colours = ("Mint", "Coral", "Navy", "Cocoa", "Mint", "Navy")
    rows = "\n".join(f"VD29{n}-84\tB0C1C3CN{n}Z\tKids Pirate Costume, {each}" for n, each in enumerate(colours))
    text = (
        f"Dear Selling Partner,\n\nA brand considers 6 of your offers fake, and they are all inactive as of now.\n\n"
        f"SKU\tASIN\tVariant\n{rows}\n\nKind of report: Counterfeit. Registered trademark: 6,018,442. Complaint "
        "12390047718.\n\nThe brand is Moonquill Costumes. Its agent answers mail sent to moonquill@sentrymark.example."
    )
    assert notice(text).rights_owner_name == "Moonquill Costumes"
