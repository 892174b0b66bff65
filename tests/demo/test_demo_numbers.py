import io

import pytest
from PIL import Image
from stdnum.cn import ric, uscc

from app.demo import UnknownStoryError, story_of
from app.demo.numbers import Numbers
from app.demo.papers import paper, portrait
from app.demo.people import enterprise, individual

FORMATS = ["image/jpeg", "image/png", "application/pdf"]


@pytest.mark.parametrize("seed", [f"cli_{number}" for number in range(50)])
def test_everybody_in_the_demo_has_numbers_that_are_right_by_their_check_digits(seed: str) -> None:
    firm, person = enterprise(Numbers(seed)), individual(Numbers(seed))

    assert uscc.is_valid(firm.certificate_number)
    for someone in (firm.principal, firm.service_principal, person.principal):
        assert ric.is_valid(someone.certificate_number)
    assert firm.principal.mobile != firm.service_principal.mobile


def test_another_client_gets_other_numbers() -> None:
    assert enterprise(Numbers("a")).certificate_number != enterprise(Numbers("b")).certificate_number


def test_papers_are_real_files_of_each_format() -> None:
    made = [paper("subject_certificate", FORMATS, turn) for turn in range(3)]

    assert [one.media_type for one in made] == FORMATS
    assert Image.open(io.BytesIO(made[0].content)).format == "JPEG"
    assert Image.open(io.BytesIO(made[1].content)).format == "PNG"
    assert made[2].content.startswith(b"%PDF-")
    assert Image.open(io.BytesIO(portrait().content)).format == "JPEG"


def test_a_filing_type_without_a_demo_is_refused_by_name() -> None:
    with pytest.raises(UnknownStoryError, match="no demo of 'claim'"):
        story_of("claim")
