"""The machine pre-review of access (接入信息): addresses, modes, and where the servers stand."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.filing_body import Access, IpRange
from app.domain.findings import Finding

# Not `is_global` of the standard library: that refuses the ranges for documentation too, which examples are made of.
_NOT_PUBLIC = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/8",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)


def access_findings(access: Access, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check one access record."""
    yield from context.missing(
        pointer, ip_ranges=access.ip_ranges, modes=access.modes, server_regions=access.server_regions
    )
    for index, region in enumerate(access.server_regions):
        if not context.regions.is_current(region):
            yield context.finding(CheckRule.REGION_UNKNOWN, f"{pointer}/server_regions/{index}")
    for index, ip_range in enumerate(access.ip_ranges):
        yield from _range_findings(ip_range, f"{pointer}/ip_ranges/{index}", context)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address can be reached from the Internet, documentation ranges included."""
    return not any(address in block for block in _NOT_PUBLIC)


def _range_findings(ip_range: IpRange, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check both ends, and then how they go together; a single address is given twice."""
    start, end = _address(ip_range.from_), _address(ip_range.to)
    for address, place in ((start, f"{pointer}/from"), (end, f"{pointer}/to")):
        if address is None:
            yield context.finding(CheckRule.IP_INVALID, place)
        elif not is_public(address):
            yield context.finding(CheckRule.IP_NOT_PUBLIC, place)
    if start is None or end is None:
        return
    if start.version != end.version:
        yield context.finding(CheckRule.IP_FAMILIES_MIXED, f"{pointer}/to")
    elif int(end) < int(start):
        yield context.finding(CheckRule.IP_RANGE_REVERSED, f"{pointer}/to")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; one with a zone (`fe80::1%eth0`) is none that can be filed."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
