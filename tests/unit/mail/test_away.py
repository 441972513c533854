"""Until when somebody is away, as automatic answers say it: twelve languages, dates in words, numbers and weekdays."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.read_corpus import dialects

from noticed.core.mail.away import away_until

SENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday."""
LAST_DAY = [
    ("I am out of the office until December 3.", "12-03"),
    ("I will be back on Monday, 30 November 2026.", "11-30"),
    ("I am on annual leave, returning on 1st December.", "12-01"),
    ("Out of office through 12/4/2026.", "12-04"),
    ("I'm away from 20 November to 2 December and cannot read mail.", "12-02"),
    ("I will return on Monday.", "11-30"),
    ("I'll be back in the office tomorrow.", "11-25"),
    ("Our office is closed between 24 December and 2 January.", "01-02"),
    ("Ich bin bis einschließlich 4. Dezember nicht im Büro.", "12-04"),
    ("Ab dem 07.12.2026 bin ich wieder für Sie da.", "12-07"),
    ("Ich bin vom 20.11. bis 02.12. im Urlaub.", "12-02"),
    ("Am Montag, den 30. November bin ich zurück.", "11-30"),
    ("Ich bin ab Montag wieder erreichbar.", "11-30"),
    ("Je suis absent jusqu'au 1er décembre inclus.", "12-01"),
    ("Absente du 20 novembre au 4 décembre 2026.", "12-04"),
    ("Je serai de retour le lundi 7 décembre.", "12-07"),
    ("De retour lundi.", "11-30"),
    ("Sono in ferie fino al 4 dicembre.", "12-04"),
    ("Rientrerò in ufficio lunedì 7 dicembre 2026.", "12-07"),
    ("Sarò assente dal 20 novembre al 2 dicembre.", "12-02"),
    ("Tornerò il 07/12/2026.", "12-07"),
    ("Estaré fuera de la oficina hasta el 4 de diciembre de 2026.", "12-04"),
    ("Vuelvo a la oficina el lunes 7 de diciembre.", "12-07"),
    ("De vacaciones del 20 de noviembre al 2 de diciembre.", "12-02"),
    ("Estou de férias até 4 de dezembro.", "12-04"),
    ("Retornarei ao escritório em 07/12/2026.", "12-07"),
    ("Ausente de 20 de novembro a 2 de dezembro de 2026.", "12-02"),
    ("Volto na segunda-feira.", "11-30"),
    ("Ik ben afwezig tot en met 4 december.", "12-04"),
    ("Vanaf maandag 7 december ben ik weer bereikbaar.", "12-07"),
    ("Ik ben van 20 november t/m 2 december op vakantie.", "12-02"),
    ("Jestem na urlopie do 4 grudnia 2026 r.", "12-04"),
    ("Wracam do biura 7 grudnia.", "12-07"),
    ("Jestem nieobecny od 20 listopada do 2 grudnia.", "12-02"),
    ("Będę ponownie dostępna od poniedziałku.", "11-30"),
    ("Jag har semester till och med den 4 december.", "12-04"),
    ("Jag är tillbaka på kontoret måndag 7 december.", "12-07"),
    ("Jag är ledig t.o.m. 2026-12-04.", "12-04"),
    ("4 Aralık 2026 tarihine kadar ofis dışındayım.", "12-04"),
    ("7 Aralık'ta ofise döneceğim, 4 Aralık'a kadar izindeyim.", "12-04"),
    ("Pazartesi günü ofiste olacağım.", "11-30"),
    ("我正在休假，12月4日返回。", "12-04"),
    ("本人于2026年11月20日至2026年12月2日外出，无法及时回复。", "12-02"),
    ("我将于下周一回来，至12月4日之前无法处理邮件。", "12-04"),
    ("11月20日から12月4日まで休暇をいただいております。", "12-04"),
    ("12月7日より通常営業いたします。", "12-07"),
    ("2026/12/04 まで不在にしております。", "12-04"),
]


@pytest.mark.parametrize(("text", "last"), LAST_DAY)
def test_the_last_day_away_is_found(text: str, last: str) -> None:
    found = away_until(text, dialects(), SENT)
    assert found is not None
    year = 2027 if last.startswith("01") else 2026
    assert (
        f"{found:%Y-%m-%d}"
        == f"{datetime.fromordinal(datetime.fromisoformat(f'{year}-{last}').toordinal() + 1):%Y-%m-%d}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office.",
        "In urgent cases call +49 30 1234567.",
        "We will answer within 2 business days.",
        "I left the company on 1 March 2024.",
        "Away until 31.02.2026.",
        "You wrote to us on 20 November 2026.",
    ],
)
def test_no_day_is_no_day(text: str) -> None:
    assert away_until(text, dialects(), SENT) is None


def test_without_the_day_it_was_sent_a_weekday_says_nothing() -> None:
    assert away_until("Back on Monday.", dialects(), None) is None
    assert away_until("Back on 30 November 2026.", dialects(), None) == datetime(2026, 12, 1, tzinfo=UTC)


@given(st.text(alphabet="until bck0123456789./-年月日 decmonay", max_size=120))
def test_any_text_has_a_day_or_none(text: str) -> None:
    found = away_until(text, dialects(), SENT)
    assert found is None or found > datetime(2026, 11, 20, tzinfo=UTC)
