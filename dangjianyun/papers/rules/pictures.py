"""Photos made anew: what is kept was drawn from the pixels, nothing else comes along."""

import io
import warnings

from PIL import Image, ImageOps

from dangjianyun.papers.rules.refusing import NotTaken

MOST_PIXELS = 50_000_000
"""What the cameras of phones make; a picture that swells beyond is not even opened."""
LONGEST_EDGE = 2560
"""Pixels: enough for a page of A4 at 200 dpi; a photo takes some 0.5 MB."""
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_SAVED: dict[str, dict[str, int | bool]] = {
    "jpg": {"quality": 85, "optimize": True},
    "png": {"optimize": False},
    "webp": {"quality": 85},
}


def cleaned_picture(kind: str, content: bytes) -> bytes:
    """The first frame, upright, without place, time, camera, comment, profile or a hidden tail.

    Raises: NotTaken for what no decoder of that very kind opens.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # metadata that is broken goes anyway
            with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as opened:
                return _drawn(kind, opened)
    except NotTaken:
        raise
    except Image.DecompressionBombError:
        raise NotTaken(_TOO_MANY) from None
    except Exception:  # decoders raise what they like on a broken file
        raise NotTaken(_DAMAGED) from None


_TOO_MANY = f"图片超过{MOST_PIXELS // 1_000_000}百万点。请缩小后再上传。"
_DAMAGED = "图片已损坏，打不开。请在手机或电脑上打开确认，重新保存后再上传。"


def _drawn(kind: str, opened: Image.Image) -> bytes:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise NotTaken(_TOO_MANY)
    opened.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    upright = ImageOps.exif_transpose(opened)
    clear = kind != "jpg" and (
        upright.mode in {"LA", "RGBA", "PA"} or "transparency" in upright.info
    )
    drawn = upright.convert("RGBA" if clear else "RGB")
    drawn.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    # Pillow writes comments, profiles and resolution back from here.
    drawn.info = {}
    held = io.BytesIO()
    drawn.save(held, format=_FORMATS[kind], **_SAVED[kind])
    return held.getvalue()
