"""How the functions that look at a file say that it can't become a paper."""

from app.domain.paper_inspection import PaperRefusal


class RefusedPaper(Exception):  # noqa: N818 - like the names of problems
    """The file can't become a paper; `facts` fill the places of the words that are said of it."""

    def __init__(self, because: PaperRefusal, **facts: str | int) -> None:
        super().__init__(because.value)
        self.because = because
        self.facts = facts
