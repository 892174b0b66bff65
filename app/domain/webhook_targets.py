"""Where webhooks may go: to public addresses of other people, and nowhere into the provider's own network."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_LONGEST = 2000
# Addresses that carry an IPv4 address within, through which a gateway would reach it.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# Nobody's on the internet, whatever Python's tables say of them: local NAT64, whose IPv4 address may stand at any place
# (RFC 8215), translated IPv4 (RFC 7915), former site-local ones (RFC 3879), examples (RFC 9637), segments (RFC 9602).
_NOT_PUBLIC = tuple(
    IPv6Network(network) for network in ("64:ff9b:1::/48", "::ffff:0:0:0/96", "fec0::/10", "3fff::/20", "5f00::/16")
)

# Public by its number, but on Azure every machine's own way to its host: keys and settings of the machine are there.
_OF_THE_HOST = IPv4Address("168.63.129.16")


class TargetFault(StrEnum):
    """What is wrong with an address."""

    WRONG_FORM = "wrong_form"
    NOT_HTTPS = "not_https"
    WITH_CREDENTIALS = "with_credentials"
    NOT_PUBLIC = "not_public"


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `host` is a name in A-labels or an IP address without brackets."""

    scheme: str
    host: str
    port: int


def target_of(url: str, *, loopback_allowed: bool) -> Target | TargetFault:
    """Take a webhook's address apart; `loopback_allowed`, in sandbox mode, admits http and this machine."""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or any(sign in url for sign in ' \\"<>^`{|}'):
        return TargetFault.WRONG_FORM
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return TargetFault.WRONG_FORM
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in ("http", "https") or not host or parts.fragment or port == 0:
        return TargetFault.WRONG_FORM
    if parts.username is not None or parts.password is not None:
        return TargetFault.WITH_CREDENTIALS
    fault = _fault_of_host(host, parts.scheme, loopback_allowed)
    return fault or Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80))


def _fault_of_host(host: str, scheme: str, loopback_allowed: bool) -> TargetFault | None:
    address = _literal(host)
    is_local = host == "localhost" if address is None else address.is_loopback
    if is_local and loopback_allowed:
        return None
    if scheme != "https":
        return TargetFault.NOT_HTTPS
    if address is None:
        # A last label of digits is an IPv4 address in one of its odder spellings (0x7f.1, 127.1, 2130706433).
        last = host.rsplit(".", 1)[-1]
        odd = last.isdigit() or last.startswith("0x")
        return TargetFault.NOT_PUBLIC if odd or is_local or "." not in host else None
    return None if is_public(address) else TargetFault.NOT_PUBLIC


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def may_be_reached(address: IPv4Address | IPv6Address, *, loopback_allowed: bool) -> bool:
    """Tell whether a connection may go to an address that a name stands for now."""
    return is_public(address) or (loopback_allowed and address.is_loopback)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is somebody's on the internet: not private, link-local, shared, reserved or multicast.

    An IPv6 address with an IPv4 address inside is as public as that.
    """
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv6Address) and any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast and address != _OF_THE_HOST


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in (_NAT64, _COMPATIBLE)):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
