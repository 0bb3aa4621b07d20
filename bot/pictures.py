"""What a photo carries besides the picture: taken out before a group sees it. The only file that knows Pillow.

A camera writes the place, the time and its own number into a photo (EXIF). The picture alone is written anew, turned
the way it was held.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")

MOST_PIXELS = 60_000_000
"""Above any phone's camera in one photo; a small file that unfolds to more is no photo but a bomb."""

QUALITY = 85

# The size is looked at here, before anything is unfolded; the library's own warning would come too late and too often.
Image.MAX_IMAGE_PIXELS = None


class UnreadableError(Exception):
    """It is no picture, or a broken one, or too large to unfold."""


def stripped(content: bytes) -> bytes:
    """The picture alone, as JPEG. Takes some hundredths of a second. Raises `UnreadableError`."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise UnreadableError(f"{found.width} × {found.height} pixels")
            upright = ImageOps.exif_transpose(found)
        return _written(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, ArithmeticError, MemoryError) as error:
        raise UnreadableError(type(error).__name__) from error


def _written(picture: Image.Image) -> bytes:
    """On white where it is transparent. A new picture is filled, so that nothing but its points comes along."""
    flat = Image.new("RGB", picture.size, "white")
    layered = picture.convert("RGBA")
    flat.paste(layered, mask=layered.getchannel("A"))
    target = BytesIO()
    flat.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
