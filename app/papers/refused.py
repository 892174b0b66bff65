"""How the functions that look at a file say that it can't become a paper."""

from app.domain.paper_inspection import InspectionOrder, PaperRefusal


class RefusedPaper(Exception):  # noqa: N818 - like the names of problems
    """The file can't become a paper; `facts` fill the places of the words that are said of it."""

    def __init__(self, because: PaperRefusal, **facts: str | int) -> None:
        super().__init__(because.value)
        self.because = because
        self.facts = facts


def refuse_huge(width: int, height: int, order: InspectionOrder) -> None:
    """Refuse a picture of more pixels than are decoded; asked of what a header says."""
    if width * height > order.max_pixels or max(width, height) > order.max_side:
        millions = order.max_pixels // 1_000_000
        raise RefusedPaper(PaperRefusal.TOO_MANY_PIXELS, most=millions, most_along=order.max_side)
