"""When letters leave, on real servers: business days and hours where the complainant is, and how much is at stake.

The story begins before last year's Christmas (no server keeps a day to come); its days are counted here by hand.
"""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import notice, signed

from noticed.core.values import Value

DAY = timedelta(days=1)
LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"
OFF = {"DE": {(12, 25), (12, 26), (1, 1)}, "JP": {(1, 1)}}
"""Holidays by law near Christmas: (month, day)."""


class Pace(Value):
    """A complainant, and after how many business days of whose country he is asked again."""

    brand: str
    country: str
    zone: str
    cadence: str
    days: int
    deadline: int | None = None
    kind: str = "Trademark"


PACES = (
    Pace(brand="marke.de", country="DE", zone="Europe/Berlin", cadence="standard", days=4),
    Pace(brand="brand.jp", country="JP", zone="Asia/Tokyo", cadence="standard", days=4),
    Pace(brand="kanzlei-nord.de", country="DE", zone="Europe/Berlin", cadence="quiet", days=10),
    Pace(brand="urgent.de", country="DE", zone="Europe/Berlin", cadence="urgent", days=2, deadline=13),
    Pace(brand="fake.de", country="DE", zone="Europe/Berlin", cadence="urgent", days=2, kind="Counterfeit"),
)
HURRIED = Pace(brand="critical.de", country="DE", zone="Europe/Berlin", cadence="critical", days=0, deadline=3)


@pytest.fixture
def shop(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    made = Installation(tmp_path, servers, dns, limits=LIMITS, sending_hours='"09:00-17:00"', every='"4bd"')
    made.now = datetime(made.start.year - 1, 12, 21, 20, 30, tzinfo=UTC)  # evening in Berlin, before work in Tokyo
    return made


def worked(day: date, country: str, days: int) -> date:
    """The day, so many days of work later."""
    while days:
        day += DAY
        days -= day.weekday() < 5 and (day.month, day.day) not in OFF[country]
    return day


def due(start: datetime, pace: Pace) -> datetime:
    """When the next letter leaves: at nine where the reader is, on the first day of work whose hours are not over."""
    there = start.astimezone(ZoneInfo(pace.zone))
    day = worked(there.date(), pace.country, pace.days + (there.hour >= 17))
    return datetime.combine(day, time(9), ZoneInfo(pace.zone)).astimezone(UTC)


def test_the_next_letter_keeps_the_hours_and_holidays_of_its_reader_and_the_earliest_clock(shop: Installation) -> None:
    shop.once()
    who = {pace: f"ip-{shop.seller.partition('@')[0]}@{pace.brand}" for pace in (*PACES, HURRIED)}
    for number, pace in enumerate(who):
        raw = notice(date=shop.now, to=shop.seller, complaint=f"1480000000{number}", asins=(f"B0G000000{number}",),
                     complainant=who[pace], deadline=pace.deadline, kind=pace.kind)  # fmt: skip
        shop.servers.append(shop.seller, signed(raw), "INBOX", received_at=shop.now)
    shop.once()
    assert {at: len(shop.arrived(at)) for at in who.values()} == dict.fromkeys(who.values(), 1), (
        "the first letter leaves at once, whatever the hour"
    )
    rows = {row["complainant_emails"][0]: row for row in shop.json("cases")}
    wakes = {pace: datetime.fromisoformat(rows[who[pace]]["wake_at"]) for pace in PACES}
    times = {pace: due(shop.now, pace) for pace in PACES}
    assert all(wakes[pace] == times[pace] for pace in PACES if pace.deadline is None), (wakes, times)
    shop.once(DAY + timedelta(minutes=1))
    hurried = next(row for row in shop.json("cases") if row["complainant_emails"] == [who[HURRIED]])
    assert (hurried["state"], hurried["reason"]) == ("with_operator", "deadline"), "the earliest clock goes first"
    assert max(times, key=lambda pace: times[pace]).cadence == "quiet", "counsel is given time"
    for at in sorted(set(times.values())):
        shop.now = at - timedelta(minutes=1)
        shop.once(timedelta(minutes=2))
        asked = {pace for pace in PACES if len(shop.arrived(who[pace])) > 1}
        assert asked == {pace for pace in PACES if times[pace] <= at}
