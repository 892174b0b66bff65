import pytest

from app.domain.errors import ProblemCode
from app.domain.file_sizes import size_told, too_large


@pytest.mark.parametrize(
    ("amount", "told"),
    [(1, "1 KB"), (102_400, "100 KB"), (4_194_304, "4 MB"), (1_572_864, "1.5 MB"), (20 << 20, "20 MB")],
)
def test_a_size_is_told_in_the_unit_that_people_use(amount: int, told: str) -> None:
    assert size_told(amount) == told


def test_a_file_that_is_too_large_is_refused_with_the_limit_and_what_to_do() -> None:
    refusal = too_large("/file", 4 << 20)

    (error,) = refusal.errors
    assert (refusal.code, refusal.facts) == (ProblemCode.PAYLOAD_TOO_LARGE, {"max_bytes": 4 << 20})
    assert (error.pointer, error.code, error.message.en) == ("/file", "too_large", "The file is larger than 4 MB.")
    assert error.remedy is not None
