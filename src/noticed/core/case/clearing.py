"""What Amazon's retraction or reinstatement clears of a case; and what stands again. Pure."""

from dataclasses import replace

from noticed.core.case.model import AsinStatus, Case, CaseAsin, CaseComplaint
from noticed.core.notice.model import ComplaintStatus, Notice


def cleared(case: Case, notice: Notice) -> Case:
    """Amazon's retraction or reinstatement: the ASINs it names are cleared, of the complaints it names.

    A complaint id without ASINs clears the whole complaint; ASINs without an id clear them in every complaint.
    """
    return replace(case, complaints=tuple(_cleared(c, notice) for c in case.complaints))


def all_cleared(case: Case) -> bool:
    """Whether Amazon has cleared every ASIN of every complaint."""
    return bool(case.complaints) and all(c.cleared for c in case.complaints)


def any_cleared(case: Case) -> bool:
    """Whether Amazon has cleared anything of it."""
    return any(c.cleared or any(a.status is AsinStatus.CLEARED for a in c.asins) for c in case.complaints)


def ended(notice: Notice) -> Notice:
    """A notice of what ended in it alone, where it says that other complaints go on."""
    over = [c for c in notice.complaints if c.status is not ComplaintStatus.OPEN]
    if not over or len(over) == len(notice.complaints):
        return notice
    ids = tuple(dict.fromkeys(c.complaint_id for c in over if c.complaint_id))
    return replace(notice, complaint_ids=ids, asins=tuple(dict.fromkeys(asin for c in over for asin in c.asins)))


def standing(case: Case) -> Case:
    """The case whose complaints all stand, for the operator takes it up again; where some stand anyway, those alone."""
    if not all_cleared(case):
        return case
    return replace(case, complaints=tuple(_standing(c) for c in case.complaints))


def _cleared(complaint: CaseComplaint, notice: Notice) -> CaseComplaint:
    if notice.complaint_ids and complaint.complaint_id not in notice.complaint_ids:
        return complaint
    named = [c for c in notice.complaints if c.complaint_id and c.complaint_id == complaint.complaint_id]
    told = named or notice.complaints
    mixed = any(c.status is not ComplaintStatus.OPEN for c in notice.complaints)
    stays = [c for c in told if mixed and c.status is ComplaintStatus.OPEN]
    over = [c for c in told if c not in stays]
    left = {asin for c in stays for asin in c.asins}
    asins = ({asin for c in over for asin in c.asins} or set(notice.asins)) - left
    if stays and (not over or not asins or not complaint.asins):
        return complaint
    if not asins or not complaint.asins:
        return replace(complaint, cleared=True, asins=tuple(_clear(a) for a in complaint.asins))
    marked = tuple(_clear(a) if a.asin in asins else a for a in complaint.asins)
    return replace(complaint, asins=marked, cleared=all(a.status is AsinStatus.CLEARED for a in marked))


def _clear(asin: CaseAsin) -> CaseAsin:
    return replace(asin, status=AsinStatus.CLEARED)


def _standing(complaint: CaseComplaint) -> CaseComplaint:
    asins = tuple(replace(asin, status=AsinStatus.AFFECTED) for asin in complaint.asins)
    return replace(complaint, asins=asins, cleared=False)
