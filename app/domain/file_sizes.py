"""Sizes of files: in the words of people, and refused where they are too much."""

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.texts import Text

_KILOBYTE = 1 << 10
_MEGABYTE = 1 << 20
_SMALLER = Text(
    "请缩小尺寸或提高压缩后再上传；图片长边不必超过 4000 像素。",
    "Make it smaller, by fewer pixels or more compression; a picture needs no more than 4000 pixels along a side.",
)


def size_told(amount: int) -> str:
    """Return a number of bytes as people say it: `4 MB`, `1.5 MB`, `100 KB`."""
    if amount >= _MEGABYTE:
        return f"{amount / _MEGABYTE:.1f}".removesuffix(".0") + " MB"
    return f"{max(1, round(amount / _KILOBYTE))} KB"


def too_large(pointer: str, most: int) -> Refusal:
    """Return the refusal of a file of more than so many bytes."""
    told = size_told(most)
    error = FieldError(
        pointer, "too_large", Text(f"文件超过 {told}。", f"The file is larger than {told}."), remedy=_SMALLER
    )
    return Refusal(ProblemCode.PAYLOAD_TOO_LARGE, errors=(error,), facts={"max_bytes": most})
