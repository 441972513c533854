"""Which ASINs, rights and addresses belong to which complaint, as the notice pairs them.

With one complaint id everything belongs to it. With several, a record begins where the label that began the first one
comes again; what stands outside of records belongs to all that lack it.
"""

from collections.abc import Sequence

from noticed.core.notice.model import Complaint, ComplaintStatus, IpType, NoticeKind
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
    owner: str | None
    ip_type: IpType | None


class _Record(Value):
    start: int
    end: int


def pair(sheet: Sheet, parts: Parts, kind: NoticeKind) -> tuple[Complaint, ...]:
    """The complaints of a notice, in the order of their ids."""
    if len(parts.ids) < 2:
        if not (parts.ids or parts.asins or parts.numbers or parts.emails):
            return ()
        return (
            Complaint(
                complaint_id=parts.ids[0].text if parts.ids else None,
                asins=tuple(asin.text for asin in parts.asins),
                ip_type=parts.ip_type,
                ip_numbers=tuple(number.text for number in parts.numbers),
                owner=parts.owner,
                emails=tuple(email.text for email in parts.emails),
                status=_STATUS.get(kind, ComplaintStatus.OPEN),
            ),
        )
    records = _records(sheet, parts)
    return tuple(
        _of_record(sheet, parts, found, record, kind, records) for found, record in zip(parts.ids, records, strict=True)
    )


def _records(sheet: Sheet, parts: Parts) -> list[_Record]:
    """One stretch of text for each complaint id: its line where the line has an ASIN too, else up to its neighbours."""
    lines = [sheet.page.lines[sheet.page.line_at(found.start)] for found in parts.ids]
    on_line = [any(line.start <= asin.start < line.end for asin in parts.asins) for line in lines]
    if all(on_line):
        return [_Record(start=line.start, end=line.end) for line in lines]
    leads = bool(parts.asins) and parts.asins[0].start < parts.ids[0].start and parts.asins[0].start >= sheet.body
    places = [found.start for found in parts.ids]
    if leads:
        return [
            _Record(
                start=(places[n - 1] + len(parts.ids[n - 1].text)) if n else 0, end=places[n] + len(parts.ids[n].text)
            )
            for n in range(len(places))
        ]
    ends = [*places[1:], len(sheet.page.text)]
    return [_Record(start=start, end=end) for start, end in zip(places, ends, strict=True)]


def _of_record(
    sheet: Sheet, parts: Parts, found: Found, record: _Record, kind: NoticeKind, records: Sequence[_Record]
) -> Complaint:
    asins = _within(parts.asins, record)
    numbers = _within(parts.numbers, record) or _outside(parts.numbers, records)
    emails = _within(parts.emails, record) or _outside(parts.emails, records) or parts.emails
    own = next((right for _, _, right in types_in(sheet.page.folded[record.start : record.end], sheet.voices)), None)
    return Complaint(
        complaint_id=found.text,
        asins=tuple(asin.text for asin in asins or _outside(parts.asins, records)),
        ip_type=own or parts.ip_type,
        ip_numbers=tuple(number.text for number in numbers),
        owner=parts.owner,
        emails=tuple(email.text for email in emails),
        status=_status(sheet, found, kind),
    )


def _within(items: Sequence[Found], record: _Record) -> tuple[Found, ...]:
    return tuple(item for item in items if record.start <= item.start < record.end)


def _outside(items: Sequence[Found], records: Sequence[_Record]) -> tuple[Found, ...]:
    return tuple(item for item in items if not any(r.start <= item.start < r.end for r in records))


def _status(sheet: Sheet, found: Found, kind: NoticeKind) -> ComplaintStatus:
    """In a notice about what ended, a complaint whose sentence denies that or says it is open stays open."""
    status = _STATUS.get(kind)
    if status is None:
        return ComplaintStatus.OPEN
    start, end = sheet.page.sentence(found.start)
    if any(dialect.notice.open.search(sheet.page.folded[start:end]) for dialect in sheet.voices):
        return ComplaintStatus.OPEN
    return status
