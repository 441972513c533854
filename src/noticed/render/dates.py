"""Days and minutes as letters and pages write them, in a zone of one's choice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from noticed.render.grammar import grammar


def day(at: datetime, zone: str, *, year: bool = True) -> str:
    """24 Nov 2026, in that zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {grammar('en').months[local.month - 1]}" + (f" {local.year}" if year else "")


def minute(at: datetime, zone: str) -> str:
    """24 Nov 2026 17:03 (UTC+08:00), in that zone."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    return f"{day(at, zone)} {local:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"
