"""A link as a QR code."""

import io

import segno
from django.http import HttpResponse


def qr_response(link: str) -> HttpResponse:
    # Without styles in the SVG: the content security policy forbids them.
    picture = io.BytesIO()
    drawn = segno.make(link, error="m", micro=False)
    drawn.save(
        picture,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=2,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return HttpResponse(
        picture.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"}
    )
