"""Ranges of phone numbers from the data file of the package `phone`; none of its code is run.

Layout, little-endian: 4 bytes of version, the offset of the ranges; then places `province|city|postcode|area code`,
each ended by a zero byte; then one range after the other in order: its first seven digits, the offset of its place,
and the kind of operator. Numbers may change their operator but stay where they were given out.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from importlib.resources import files

from app.domain.phone_numbers import area_code_of, as_filed, is_mobile

_HEAD = struct.Struct("<4si")
_RANGE = struct.Struct("<iiB")
_DIGITS = 7
_TOLD_BY = 2


class PhoneRanges:
    """Half a million ranges of seven digits, searched where they stand: 4.5 MB, read once.

    Implements `app.ports.phone_areas.PhoneAreas`.
    """

    def __init__(self, province_names: Mapping[str, str]) -> None:
        """Read the file that came with the package; names of provinces by their codes tell which one is meant."""
        self._data = (files("phone") / "phone.dat").read_bytes()
        _, self._start = _HEAD.unpack_from(self._data)
        self._codes = {name[:_TOLD_BY]: code for code, name in province_names.items()}
        self._landlines = {place[-1]: self._codes[place[0][:_TOLD_BY]] for place in self._places()}

    def province_of(self, number: str) -> str | None:
        """Return the province (6 digits) of a mobile or of a landline with area code, None where it is not known."""
        mobile = as_filed(number)
        if not is_mobile(mobile):
            return self._landlines.get(area_code_of(number) or "")
        ranges = range(self._start, len(self._data), _RANGE.size)
        wanted = int(mobile[:_DIGITS])
        found = bisect_left(ranges, wanted, key=lambda offset: self._range_at(offset)[0])
        if found == len(ranges):
            return None
        first, place = self._range_at(ranges[found])
        return self._codes[self._place_at(place)[0][:_TOLD_BY]] if first == wanted else None

    def _range_at(self, offset: int) -> tuple[int, int]:
        first, place, _ = _RANGE.unpack_from(self._data, offset)
        return first, place

    def _place_at(self, offset: int) -> list[str]:
        return self._data[offset : self._data.index(b"\0", offset)].decode().split("|")

    def _places(self) -> Iterator[list[str]]:
        whole = self._data[_HEAD.size : self._start]
        return (one.decode().split("|") for one in whole.split(b"\0") if one)
