"""Which ASINs, rights and addresses belong to which complaint, as the notice pairs them.

With one complaint id everything belongs to it. With several, a record is the line or the sentence of its id, or begins
where the label that began the first one comes again; what stands outside of records belongs to all that lack it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from noticed.core.notice.model import Complaint, ComplaintStatus, IpType, NoticeKind
from noticed.core.notice.partly import left_open
from noticed.core.notice.rights import Found, Right, types_in
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_STATUS = {NoticeKind.RETRACTION: ComplaintStatus.RETRACTED, NoticeKind.REINSTATEMENT: ComplaintStatus.REINSTATED}


class Parts(Value):
    """Everything that can be paired, each with its place."""

    ids: tuple[Found, ...]
    asins: tuple[Found, ...]
    numbers: tuple[Found, ...]
    emails: tuple[Found, ...]
    rights: tuple[Right, ...]
    right: Right | None
    """The one that it is about."""
    owners: tuple[Found, ...] = ()
    """Everybody named as an owner, the best first; with one id he alone."""

    @property
    def owner(self) -> str | None:
        """The name of the best."""
        return self.owners[0].text if self.owners else None

    @property
    def ip_type(self) -> IpType | None:
        """Which right it is."""
        return self.right.ip_type if self.right else None


_LABELS = frozenset({"asin", "complaint_id", "type", "number", "owner", "owner_email", "contact", "title"})
"""Labels with which a record may begin."""


class _Record(Value):
    start: int
    end: int


def pair(sheet: Sheet, parts: Parts, kind: NoticeKind) -> tuple[Complaint, ...]:
    """The complaints of a notice, in the order of their ids."""
    if len(parts.ids) < 2:
        if not (parts.ids or parts.asins or parts.numbers or parts.emails):
            return ()
        return _settled(
            sheet,
            [
                Complaint(
                    complaint_id=parts.ids[0].text if parts.ids else None,
                    asins=tuple(asin.text for asin in parts.asins),
                    ip_type=parts.ip_type,
                    ip_numbers=tuple(number.text for number in parts.numbers),
                    owner=parts.owner,
                    emails=tuple(email.text for email in parts.emails),
                )
            ],
            kind,
        )
    records = _records(sheet, parts)
    found = [_of_record(sheet, parts, each, record, records) for each, record in zip(parts.ids, records, strict=True)]
    return _settled(sheet, found, kind, frozenset(each.text for each in parts.ids if _is_open(sheet, each)))


def _records(sheet: Sheet, parts: Parts) -> list[_Record]:
    """One stretch of text for each complaint id: its line or sentence where that has an ASIN too, a run of labels, else
    up to its neighbours."""
    places = [found.start for found in parts.ids]
    lines = [sheet.page.lines[sheet.page.line_at(place)] for place in places]
    rows = _each_with_asin([(line.start, line.end) for line in lines], parts)
    told = _each_with_asin([sheet.page.sentence(place) for place in places], parts)
    near = _up_to_neighbours(sheet, parts)
    ways = (rows, _by_labels(sheet, places), told, _each_with_asin(near, parts))
    apart = (each for each in ways if len({record.start for record in each}) > 1)
    return next(apart, rows or [_Record(start=low, end=high) for low, high in near])


def _up_to_neighbours(sheet: Sheet, parts: Parts) -> list[tuple[int, int]]:
    """From each id to the next one; where a product stands before the first one, from the id before to it."""
    if parts.asins and sheet.body <= parts.asins[0].start < parts.ids[0].start:
        ends = [found.start + len(found.text) for found in parts.ids]
        return list(zip([0, *ends[:-1]], ends, strict=True))
    return list(pairwise([*(found.start for found in parts.ids), len(sheet.page.text)]))


def _each_with_asin(spans: Sequence[tuple[int, int]], parts: Parts) -> list[_Record]:
    """``spans`` as records, where each has an ASIN."""
    full = all(any(low <= asin.start < high for asin in parts.asins) for low, high in spans)
    return [_Record(start=low, end=high) for low, high in spans] if full else []


def _by_labels(sheet: Sheet, places: Sequence[int]) -> list[_Record]:
    """Records that begin with the same label, each with one of the ids; [] where there are none."""
    hits = [hit for hit in sheet.hits if hit.start >= sheet.body and hit.base in _LABELS]
    for base in dict.fromkeys(hit.base for hit in hits):
        starts = [hit.start for hit in hits if hit.base == base]
        records = [_Record(start=start, end=end) for start, end in pairwise([*starts, len(sheet.page.text)])]
        if len(records) == len(places) and all(
            record.start <= place < record.end for record, place in zip(records, places, strict=True)
        ):
            return records
    return []


def _of_record(sheet: Sheet, parts: Parts, found: Found, record: _Record, records: Sequence[_Record]) -> Complaint:
    asins = _within(parts.asins, record)
    numbers = _within(parts.numbers, record) or _outside(parts.numbers, records)
    owner = next((name.text for name in _within(parts.owners, record)), None)
    emails = _within(parts.emails, record) or _outside(parts.emails, records)
    if not emails and owner in {None, parts.owner}:
        emails = parts.emails
    own = next((right for _, _, right in types_in(sheet.page.folded[record.start : record.end], sheet.voices)), None)
    return Complaint(
        complaint_id=found.text,
        asins=tuple(asin.text for asin in asins or _outside(parts.asins, records)),
        ip_type=own or parts.ip_type,
        ip_numbers=tuple(number.text for number in numbers),
        owner=owner or parts.owner,
        emails=tuple(email.text for email in emails),
    )


def _within(items: Sequence[Found], record: _Record) -> tuple[Found, ...]:
    return tuple(item for item in items if record.start <= item.start < record.end)


def _outside(items: Sequence[Found], records: Sequence[_Record]) -> tuple[Found, ...]:
    return tuple(item for item in items if not any(r.start <= item.start < r.end for r in records))


def _settled(
    sheet: Sheet, complaints: Sequence[Complaint], kind: NoticeKind, denied: frozenset[str] = frozenset()
) -> tuple[Complaint, ...]:
    """The same, each with where it stands; what ended for some of its products alone is two, with one id.

    ``denied``: ids whose sentence says that something has not ended, which counts where none is said to by itself.
    """
    status = _STATUS.get(kind)
    if status is None:
        return tuple(complaints)
    ids = left_open(sheet, [each.complaint_id for each in complaints if each.complaint_id]) or denied
    left = ids | left_open(sheet, [asin for each in complaints for asin in each.asins])
    found: list[Complaint] = []
    for each in complaints:
        stays = each.asins if each.complaint_id in left else tuple(asin for asin in each.asins if asin in left)
        if stays == each.asins and (stays or each.complaint_id in left):
            found.append(each)
        elif stays:
            gone = tuple(asin for asin in each.asins if asin not in left)
            found += [replace(each, asins=gone, status=status), replace(each, asins=stays)]
        else:
            found.append(replace(each, status=status))
    return tuple(found)


def _is_open(sheet: Sheet, found: Found) -> bool:
    """Whether the sentence of a complaint says that it is open."""
    start, end = sheet.page.sentence(found.start)
    return any(sheet.says(dialect.notice.open, start, end) for dialect in sheet.voices)
