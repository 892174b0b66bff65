import io

import pytest
from PIL import Image
from stdnum.cn import ric, uscc

from app.demo.numbers import Numbers
from app.demo.papers import paper, portrait
from app.demo.people import enterprise, individual, other_enterprise, second_site

FORMATS = ["image/jpeg", "image/png", "application/pdf"]


@pytest.mark.parametrize("seed", [f"cli_{number}" for number in range(50)])
def test_everybody_in_the_demo_has_numbers_that_are_right_by_their_check_digits(seed: str) -> None:
    firm, person = enterprise(Numbers(seed)), individual(Numbers(seed))

    assert uscc.is_valid(firm.certificate_number)
    for someone in (firm.principal, firm.service_principal, person.principal):
        assert ric.is_valid(someone.certificate_number)
    assert firm.principal.mobile != firm.service_principal.mobile


def test_two_firms_of_a_story_share_neither_numbers_nor_phones_nor_domains() -> None:
    numbers = Numbers("a")
    one, other, second = enterprise(numbers), other_enterprise(numbers), second_site(enterprise(numbers), numbers)

    assert uscc.is_valid(other.certificate_number)
    assert one.certificate_number != other.certificate_number
    assert (
        len({who.mobile for who in (one.principal, one.service_principal, other.principal, other.service_principal)})
        == 4
    )
    assert len({one.domain, other.domain, second.domain}) == 3


def test_another_client_gets_other_numbers() -> None:
    assert enterprise(Numbers("a")).certificate_number != enterprise(Numbers("b")).certificate_number


def test_papers_are_real_files_of_each_format() -> None:
    made = [paper("subject_certificate", FORMATS, turn) for turn in range(3)]

    assert [one.media_type for one in made] == FORMATS
    assert Image.open(io.BytesIO(made[0].content)).format == "JPEG"
    assert Image.open(io.BytesIO(made[1].content)).format == "PNG"
    assert made[2].content.startswith(b"%PDF-")
    assert Image.open(io.BytesIO(portrait().content)).format == "JPEG"
