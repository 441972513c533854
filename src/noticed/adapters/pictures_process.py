"""The process that makes pictures of one file for ``adapters.pictures``.

    python -m noticed.adapters.pictures_process MEMORY PROCESSOR MOST TYPES

A frame with the file on stdin; on stdout one with the answer: a picture each page, or what is wrong with the file, to
be read behind its name. MEMORY octets, PROCESSOR seconds, MOST octets of all pictures, TYPES content types with commas.
"""

import io
import os
import pickle
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from noticed.adapters.apart_wire import Answer, TooLarge, frame, say
from noticed.core.case.exhibits import LARGEST, PDF, media_of
from noticed.core.values import Value

if TYPE_CHECKING:
    from PIL.Image import Image

PAGES = 20
"""Pages of one file."""
PIXELS = 60_000_000
"""Of one picture that is opened; a page is never rendered with as many."""
_READS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")


class Step(Value):
    """How small pictures are made."""

    dots: int
    """An inch, of a page."""
    longest: int
    """Pixels of the longer side."""
    quality: int
    """Of JPEG; 0: PNG, which changes nothing."""


STEPS = (
    Step(dots=150, longest=4000, quality=0),
    Step(dots=150, longest=3000, quality=85),
    Step(dots=130, longest=2200, quality=75),
    Step(dots=110, longest=1700, quality=65),
    Step(dots=90, longest=1300, quality=50),
)
"""Tried in turn until everything has room; the last is still read with ease."""


class Unfit(Exception):
    """What is wrong with the file, and what to do: what stands behind its name."""


def main() -> None:
    """Read one file, answer, end."""
    memory, processor, most = map(int, sys.argv[1:4])
    types = frozenset(sys.argv[4].split(","))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whoever prints does not answer
    content = frame(sys.stdin.buffer, LARGEST)
    _load()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    say(answers, _answer(content, types, most))


def _load() -> None:
    """Everything that is imported, before the limits."""
    import pypdfium2  # noqa: F401
    from PIL import Image

    Image.init()
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _answer(content: bytes, types: frozenset[str], most: int) -> bytes:
    try:
        return pickle.dumps(Answer(value=_made(content, types, most)))
    except Unfit as unfit:
        return pickle.dumps(Answer(value=str(unfit)))
    except MemoryError:
        return pickle.dumps(TooLarge())
    except Exception:  # noqa: BLE001  # whatever a library raises on a broken file
        return pickle.dumps(Answer(value=" is damaged, or no file of its kind: save it as PDF or PNG again"))


def _made(content: bytes, types: frozenset[str], most: int) -> tuple[bytes, ...]:
    for step in STEPS:
        pictures, size = list[bytes](), 0
        for image in _pages(content, step):
            pictures.append(_saved(image, types, step))
            size += len(pictures[-1])
            if size > most:
                break
        else:
            return tuple(pictures)
    raise Unfit(": too large for one letter: send fewer pages, or save it smaller")


def _pages(content: bytes, step: Step) -> "Iterator[Image]":
    yield from _pdf(content, step) if media_of(content) is PDF else _frames(content, step)


def _pdf(content: bytes, step: Step) -> "Iterator[Image]":
    import pypdfium2

    try:
        document: Any = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unfit(" is locked by a password: save it without one") from None
        raise
    _count(len(document))
    for number in range(len(document)):
        page: Any = document[number]
        longest = max(*page.get_size(), 1.0)
        yield page.render(scale=min(step.dots / 72, step.longest / longest)).to_pil()
        page.close()


def _frames(content: bytes, step: Step) -> "Iterator[Image]":
    from PIL import Image, ImageOps

    try:
        image = Image.open(io.BytesIO(content), formats=_READS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(f" has more than {PIXELS // 1_000_000} million pixels: save it smaller") from None
    _count(getattr(image, "n_frames", 1) if image.format == "TIFF" else 1)
    for number in range(getattr(image, "n_frames", 1) if image.format == "TIFF" else 1):
        image.seek(number)
        if image.width * image.height > PIXELS:
            raise Unfit(f" has more than {PIXELS // 1_000_000} million pixels: save it smaller")
        shown = ImageOps.exif_transpose(image).convert("RGBA")
        page = Image.new("RGB", shown.size, "white")
        page.paste(shown, mask=shown.getchannel("A"))
        page.thumbnail((step.longest, step.longest))
        yield page


def _count(pages: int) -> None:
    if not 1 <= pages <= PAGES:
        raise Unfit(f" has {pages} pages, and at most {PAGES} can go: keep those that matter")


def _saved(image: "Image", types: frozenset[str], step: Step) -> bytes:
    wanted = ("image/png", "image/jpeg") if not step.quality else ("image/jpeg", "image/png")
    kind = next((each for each in (*wanted, "image/gif", "image/tiff") if each in types), "image/png")
    octets = io.BytesIO()
    if kind == "image/jpeg":
        image.convert("RGB").save(octets, "JPEG", quality=step.quality or 92)
    elif kind == "image/tiff":
        image.convert("RGB").save(octets, "TIFF", compression="tiff_deflate")
    else:
        image.save(octets, kind.rpartition("/")[2].upper())
    return octets.getvalue()


if __name__ == "__main__":
    main()
