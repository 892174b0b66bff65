"""What the remarks (备注) of a filing say, of the order and of its services."""

from app.domain.filing_body import FilingBody


def remarks_of(body: FilingBody) -> str:
    """Return all remarks of a filing as one text, empty where there is none."""
    return "\n".join(remark for remark in (body.remark, *(one.remark for one in body.services)) if remark)
