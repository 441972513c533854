"""Papers for the vault: PDFs and pictures as scanners and telephones make them."""

import io
import random

from PIL import Image, ImageDraw

from noticed.core.mail.model import File

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"


def pdf(*pages: str, size: tuple[int, int] = (620, 877), noise: bool = False) -> bytes:
    """A PDF with a page for each text; ``noise``: pages that no format makes small."""
    images = [_page(text, size, noise=noise) for text in pages or ("Invoice",)]
    octets = io.BytesIO()
    images[0].save(octets, "PDF", save_all=True, append_images=images[1:], resolution=75)
    return octets.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), *, noise: bool = False) -> bytes:
    """A picture of that format."""
    octets = io.BytesIO()
    _page("a photo", size, noise=noise).save(octets, kind)
    return octets.getvalue()


def bomb() -> bytes:
    """A small file that unpacks to 900 million pixels."""
    octets = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(octets, "PNG")
    return octets.getvalue()


def file(name: str, content: bytes) -> File:
    """As a command or the desk hands it over."""
    return File(name=name, content_type="application/octet-stream", content=content)


def opened(content: bytes) -> "Image.Image":
    """The picture, decoded whole."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def _page(text: str, size: tuple[int, int], *, noise: bool) -> "Image.Image":
    if noise:
        return Image.frombytes("RGB", size, random.Random(text).randbytes(size[0] * size[1] * 3))
    page = Image.new("RGB", size, "white")
    ImageDraw.Draw(page).text((40, 40), text, fill="black")
    return page
