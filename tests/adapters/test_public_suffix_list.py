"""The public suffix list that comes with the package."""

import pytest

from app.adapters.public_suffix_list import IcannSuffixes
from app.domain.domain_names import DomainNameError, parsed

SUFFIXES = IcannSuffixes()


@pytest.mark.parametrize(
    ("raw", "registrable", "suffix"),
    [
        ("www.example.cn", "example.cn", "cn"),
        ("www.example.com.cn", "example.com.cn", "com.cn"),
        ("a.xxx.gov.cn", "xxx.gov.cn", "gov.cn"),
        ("www.某市.政务", "xn--7st21t.xn--zfr164b", "xn--zfr164b"),
        ("www.例子.公司", "xn--fsqu00a.xn--55qx5d", "xn--55qx5d"),
        ("someone.github.io", "github.io", "io"),
        ("example.nosuchsuffix", None, None),
    ],
)
def test_registrable_names_are_told_by_the_section_of_icann_alone(
    raw: str, registrable: str | None, suffix: str | None
) -> None:
    name = parsed(raw, SUFFIXES)

    assert (name.registrable, name.suffix) == (registrable, suffix)


@pytest.mark.parametrize("raw", ["cn", "com.cn", "gov.cn", "政务", "公司.cn"])
def test_a_bare_public_suffix_is_refused(raw: str) -> None:
    with pytest.raises(DomainNameError):
        parsed(raw, SUFFIXES)
