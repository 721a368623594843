"""QR codes as pictures in a page."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import segno


@cache
def qr_svg(address: str) -> bytes:
    """Return the QR code of *address* as an SVG picture; dark on nothing, with the quiet zone of the standard."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue()
