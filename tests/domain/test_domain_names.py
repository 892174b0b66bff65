"""Domain names as typed."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.domain_names import DomainName, DomainNameError, DomainNameFault, parsed
from tests.domain.few_suffixes import FEW_SUFFIXES


def read(raw: str) -> DomainName:
    return parsed(raw, FEW_SUFFIXES)


@pytest.mark.parametrize(
    ("raw", "ascii_name", "registrable", "suffix"),
    [
        ("example.cn", "example.cn", "example.cn", "cn"),
        (" WWW.Example.COM.CN.\n", "www.example.com.cn", "example.com.cn", "com.cn"),
        ("www。例子．公司", "www.xn--fsqu00a.xn--55qx5d", "xn--fsqu00a.xn--55qx5d", "xn--55qx5d"),
        ("xn--fsqu00a.xn--55qx5d", "xn--fsqu00a.xn--55qx5d", "xn--fsqu00a.xn--55qx5d", "xn--55qx5d"),
        ("ｅｘａｍｐｌｅ.cn", "example.cn", "example.cn", "cn"),
        ("straße.cn", "xn--strae-oqa.cn", "xn--strae-oqa.cn", "cn"),
        ("a.xxx.gov.cn", "a.xxx.gov.cn", "xxx.gov.cn", "gov.cn"),
        ("1.cn", "1.cn", "1.cn", "cn"),
        ("example.nosuch", "example.nosuch", None, None),
        (f"{'a' * 63}.cn", f"{'a' * 63}.cn", f"{'a' * 63}.cn", "cn"),
    ],
)
def test_a_domain_name_is_kept_in_lower_case_a_labels(
    raw: str, ascii_name: str, registrable: str | None, suffix: str | None
) -> None:
    name = read(raw)

    assert (name.ascii, name.registrable, name.suffix) == (ascii_name, registrable, suffix)
    assert name.is_registrable is (ascii_name == registrable)


def test_the_name_in_its_own_script_is_kept_too() -> None:
    assert read("www.xn--fsqu00a.xn--55qx5d").unicode == "www.例子.公司"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("192.0.2.1", "ip_address"),
        ("１９２.0.2.1", "ip_address"),
        ("192。0。2。1", "ip_address"),
        ("256.1.1.1", "ip_address"),
        ("127.0x1", "ip_address"),
        ("2001:db8::1", "ip_address"),
        ("[2001:db8::1]", "ip_address"),
        ("http://example.cn", "url"),
        ("example.cn/path", "url"),
        ("me@example.cn", "url"),
        ("example.cn:8080", "port"),
        ("*.example.cn", "wildcard"),
        ("localhost", "single_label"),
        ("cn", "single_label"),
        ("com.cn", "public_suffix"),
        ("gov.cn.", "public_suffix"),
        ("公司.cn", "public_suffix"),
        ("a..cn", "empty_label"),
        (".example.cn", "empty_label"),
        ("example.cn..", "empty_label"),
        (".", "empty_label"),
        ("-bad-.cn", "wrong_characters"),
        ("ab--cd.cn", "wrong_characters"),
        ("a_b.cn", "wrong_characters"),
        ("a b.cn", "wrong_characters"),
        ("a\x00.cn", "wrong_characters"),
        ("xn--zzzz.cn", "wrong_characters"),
        ("💩.cn", "wrong_characters"),
        ("\ud800.cn", "wrong_characters"),
        (f"{'a' * 64}.cn", "label_too_long"),
        (f"{'中国' * 30}.cn", "label_too_long"),
        (f"{'a' * 50}." * 5 + "cn", "too_long"),
        ("a." * 1000 + "cn", "too_long"),
    ],
)
def test_what_is_no_domain_name_is_refused_by_its_reason(raw: str, code: str) -> None:
    with pytest.raises(DomainNameError) as refused:
        read(raw)

    assert refused.value.code is DomainNameFault(code)


def test_a_name_of_253_characters_is_the_longest() -> None:
    longest = f"{'a' * 62}." * 3 + f"{'a' * 61}.cn"

    assert len(read(longest).ascii) == 253
    with pytest.raises(DomainNameError):
        read("a" + longest)


@pytest.mark.parametrize(
    ("raw", "parents"),
    [
        ("example.cn", ("example.cn",)),
        ("b.a.xxx.gov.cn", ("b.a.xxx.gov.cn", "a.xxx.gov.cn", "xxx.gov.cn")),
        ("www.某市.政务", ("www.xn--7st21t.xn--zfr164b", "xn--7st21t.xn--zfr164b")),
        ("a.b.nosuch", ("a.b.nosuch",)),
    ],
)
def test_a_name_is_looked_up_from_itself_down_to_the_registrable_one(raw: str, parents: tuple[str, ...]) -> None:
    assert read(raw).parents() == parents


@pytest.mark.parametrize(
    ("raw", "government"),
    [("xxx.gov.cn", True), ("a.某市.政务", True), ("gov.example.cn", False), ("xgov.cn", False), ("政务.公司", False)],
)
def test_government_names_are_told_by_their_suffix(raw: str, government: bool) -> None:
    assert read(raw).is_government is government


@given(st.text() | st.text("aZ0-.。*:/_xn中ßé١\u200d", max_size=40))
def test_any_text_is_a_name_that_reads_as_itself_or_is_refused(text: str) -> None:
    try:
        name = read(text)
    except DomainNameError as refused:
        assert refused.code in DomainNameFault
        return

    assert read(name.ascii) == read(name.unicode) == name
    assert name.ascii.isascii()
    assert name.parents()[0] == name.ascii


PLAIN_LABEL = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,6}[a-zA-Z0-9])?", fullmatch=True)


@given(st.lists(PLAIN_LABEL, min_size=1, max_size=4), st.sampled_from(["", "."]))
def test_plain_names_are_read_the_short_way_as_idna_reads_them(labels: list[str], dot: str) -> None:
    name = ".".join([*labels, "cn"]) + dot

    try:
        expected = idna.encode(name, uts46=True, std3_rules=True).decode().removesuffix(".")
    except idna.IDNAError:
        with pytest.raises(DomainNameError):
            read(name)
    else:
        if FEW_SUFFIXES.registrable(expected) is None:
            with pytest.raises(DomainNameError):
                read(name)
        else:
            found = read(name)
            assert (found.ascii, found.unicode) == (expected, idna.decode(expected))
