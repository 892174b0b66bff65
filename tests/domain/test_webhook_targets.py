"""Where webhooks may go."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.webhook_targets import Target, TargetFault, is_public, may_be_reached, target_of


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://panel.example.cn/hook", Target("https", "panel.example.cn", 443)),
        ("https://PANEL.example.cn.:8443/", Target("https", "panel.example.cn", 8443)),
        ("https://8.8.8.8/hook?token=1", Target("https", "8.8.8.8", 443)),
        ("https://[2606:4700::1111]/", Target("https", "2606:4700::1111", 443)),
    ],
)
def test_a_public_https_address_is_taken(url: str, target: Target) -> None:
    assert target_of(url, loopback_allowed=False) == target


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://panel.example.cn/", TargetFault.NOT_HTTPS),
        ("ftp://panel.example.cn/", TargetFault.WRONG_FORM),
        ("javascript:alert(1)", TargetFault.WRONG_FORM),
        ("https://", TargetFault.WRONG_FORM),
        ("https:///path", TargetFault.WRONG_FORM),
        ("https://a.example:99999/", TargetFault.WRONG_FORM),
        ("https://a.example:0/", TargetFault.WRONG_FORM),
        ("https://[::1/", TargetFault.WRONG_FORM),
        ("https://a.example/#part", TargetFault.WRONG_FORM),
        ("https://a.example/ \r\nHost: b", TargetFault.WRONG_FORM),
        ("https://例子.cn/", TargetFault.WRONG_FORM),
        ("https://a.example/" + "x" * 2000, TargetFault.WRONG_FORM),
        ("https://user:secret@a.example/", TargetFault.WITH_CREDENTIALS),
        ("https://127.0.0.1/", TargetFault.NOT_PUBLIC),
        ("https://localhost/", TargetFault.NOT_PUBLIC),
        ("https://intranet/", TargetFault.NOT_PUBLIC),
        ("https://10.0.0.1/", TargetFault.NOT_PUBLIC),
        ("https://192.168.1.1/", TargetFault.NOT_PUBLIC),
        ("https://172.16.0.1/", TargetFault.NOT_PUBLIC),
        ("https://169.254.169.254/latest/meta-data", TargetFault.NOT_PUBLIC),
        ("https://100.100.100.200/latest/meta-data", TargetFault.NOT_PUBLIC),
        ("https://168.63.129.16/machine", TargetFault.NOT_PUBLIC),
        ("https://[::ffff:168.63.129.16]/machine", TargetFault.NOT_PUBLIC),
        ("https://0.0.0.0/", TargetFault.NOT_PUBLIC),
        ("https://224.0.0.1/", TargetFault.NOT_PUBLIC),
        ("https://255.255.255.255/", TargetFault.NOT_PUBLIC),
        ("https://2130706433/", TargetFault.NOT_PUBLIC),
        ("https://127.1/", TargetFault.NOT_PUBLIC),
        ("https://0x7f.0.0.0x1/", TargetFault.NOT_PUBLIC),
        ("https://[::1]/", TargetFault.NOT_PUBLIC),
        ("https://[::ffff:10.0.0.1]/", TargetFault.NOT_PUBLIC),
        ("https://[64:ff9b::a00:1]/", TargetFault.NOT_PUBLIC),
        ("https://[2002:a00:1::]/", TargetFault.NOT_PUBLIC),
        ("https://[fe80::1]/", TargetFault.NOT_PUBLIC),
        ("https://[fd00::1]/", TargetFault.NOT_PUBLIC),
        ("https://[fe80::1%25eth0]/", TargetFault.NOT_PUBLIC),
    ],
)
def test_everything_else_is_refused(url: str, fault: TargetFault) -> None:
    assert target_of(url, loopback_allowed=False) is fault


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/a", "http://localhost:9000/a", "http://[::1]:9000/"])
def test_in_sandbox_mode_this_machine_may_be_told_without_tls_and_nothing_else_of_the_network(url: str) -> None:
    assert isinstance(target_of(url, loopback_allowed=True), Target)
    assert target_of("http://10.0.0.1/", loopback_allowed=True) is TargetFault.NOT_HTTPS
    assert target_of("https://10.0.0.1/", loopback_allowed=True) is TargetFault.NOT_PUBLIC


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("::ffff:1.1.1.1", True),
        ("64:ff9b::101:101", True),
        ("64:ff9b::7f00:1", False),
        ("2002:101:101::", True),
        ("::7f00:1", False),
        ("ff02::1", False),
        ("64:ff9b:1:a00:1::808:808", False),
        ("::ffff:0:808:808", False),
        ("fec0::1", False),
        ("3fff::1", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)
def test_an_address_inside_an_address_decides(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@given(st.ip_addresses())
def test_only_sandbox_mode_reaches_loopback(address: object) -> None:
    where = ip_address(str(address))

    assert may_be_reached(where, loopback_allowed=False) == is_public(where)
    assert may_be_reached(where, loopback_allowed=True) == (is_public(where) or where.is_loopback)


@given(st.text(max_size=60), st.booleans())
def test_no_text_is_too_odd_to_be_judged(text: str, loopback: bool) -> None:
    target_of(text, loopback_allowed=loopback)
    target_of(f"https://{text}/", loopback_allowed=loopback)
