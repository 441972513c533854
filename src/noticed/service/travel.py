"""What becomes of evidence on its way to Amazon, told before anything is sent."""

from noticed.core.case.accepts import Accepts
from noticed.core.case.model import Case
from noticed.core.mail.model import File
from noticed.ports import Refused
from noticed.render.phrases import Phrases
from noticed.service import accepting, letter_files, vault
from noticed.service.context import Context


def hindrance(context: Context, case: Case, name: str) -> str:
    """Why it cannot go; "" where it can."""
    try:
        _tried(context, case, name)
    except Refused as refused:
        return str(refused)
    return ""


def _tried(context: Context, case: Case, name: str) -> tuple[File, tuple[File, ...]]:
    """The file, and what would be sent of it: what is wrong with it is known before it is needed."""
    with context.store.read() as tx:
        exhibit = vault.original(tx, case, name)
    file = File(name=exhibit.name, content_type=exhibit.content_type, content=exhibit.content)
    return file, letter_files.pictures_of(context, [file], accepting.shape(context, case))[file.name]


def in_words(context: Context, case: Case, name: str, say: Phrases) -> str:
    """It goes as it is, as so many pictures, or why it cannot go."""
    try:
        file, sent = _tried(context, case, name)
    except Refused as refused:
        return say("evidence.cannot_go", why=say.line(str(refused)))
    if [each.content for each in sent] == [file.content]:
        return say("evidence.as_it_is")
    size = max(1, sum(len(each.content) for each in sent) // 1024)
    return say("evidence.as_pictures", n=len([x for x in sent if x.content != file.content]), size=size)


def accepted(takes: Accepts, say: Phrases) -> str:
    """What the notice accepts, in one line."""
    if not takes.types:
        return say("evidence.silent")
    return say("evidence.accepts", list=takes.printed)
