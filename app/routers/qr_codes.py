"""Addresses as QR codes."""

import segno

from app.domain.texts import Language, Text

_TITLE = Text("用手机扫描此二维码继续", "Scan this QR code with a phone to go on")


def qr_svg(address: str, language: Language) -> str:
    """Return a QR code as an SVG element to be put into a page: it scales, and says what it is for.

    Black on white whatever the page's colours are, with the quiet zone that readers need; level M stands up to a
    reflection on the screen that it is scanned from.
    """
    code = segno.make(address, error="m", micro=False)
    title = _TITLE.in_language(language)
    drawn: str = code.svg_inline(title=title, dark="#000", light="#fff", border=4, omitsize=True, svgclass=None)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
