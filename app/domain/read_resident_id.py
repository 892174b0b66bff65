"""The fields of a resident id card (居民身份证), front and back, from the texts found on it."""

import re
from collections.abc import Mapping
from datetime import date
from statistics import fmean

from app.domain.read_days import first_day, term_in
from app.domain.read_numbers import is_right_number, resident_number
from app.domain.recognition import ReadField
from app.domain.resident_id import birth_date
from app.domain.text_rows import Piece, joined, rows_of
from app.domain.traditional_characters import simplified

_RUN = re.compile(r"[0-9A-Za-z|!\[\]?〇]{15,20}")
_NUMBER_LABEL = re.compile(r"^.{0,4}身份.{0,2}码")
_NAME_LABEL = re.compile(r"^(姓名|姓|.名(?=.{2,}))")
_SEX = re.compile(r"性?别?([男女])")
_NATION = re.compile(r"民?族([\u4e00-\u9fff]{1,6})")
_ADDRESS_LABEL = re.compile(r"^(住址|.址|住.(?=.{6}))")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,20}")
_AUTHORITY = re.compile(r"(?:签?发?机关|.{0,3}发.{0,1}关)(.+)")
_DISAGREES = 0.5
_KEPT = 0.55
_AUTHORITY_END = ("公安局", "分局", "公安厅")


def read_front(pieces: tuple[Piece, ...]) -> Mapping[str, ReadField]:
    """Return name, sex, nation, birth, address and number, as far as they are found."""
    rows = [_Row(row) for row in rows_of(pieces)]
    number_at = _number_row(rows)
    body = rows[:number_at] if number_at is not None else rows
    birth_at = next((place for place, row in enumerate(body) if _born(row) is not None), None)
    sex_at = next((place for place, row in enumerate(body) if _is_sex_row(row.text)), None)
    fields: dict[str, ReadField] = {}
    fields |= _name(body, sex_at if sex_at is not None else birth_at)
    if sex_at is not None:
        fields |= _sex_and_nation(body[sex_at])
    born = None
    if birth_at is not None:
        born = _born(body[birth_at])
        assert born is not None
        fields["birth"] = ReadField(born.isoformat(), body[birth_at].confidence)
        fields |= _address(body[birth_at + 1 :])
    number = resident_number(_runs(rows), born)
    if number is not None:
        fields["number"] = number
    return _agreeing(fields)


def read_back(pieces: tuple[Piece, ...]) -> Mapping[str, ReadField]:
    """Return authority, valid_from and valid_to, as far as they are found."""
    fields: dict[str, ReadField] = {}
    for row in (_Row(one) for one in rows_of(pieces)):
        begins, ends = term_in(row.text)
        if begins is not None:
            fields["valid_from"] = ReadField(begins.isoformat(), row.confidence)
        if begins is not None and ends is not None:
            fields["valid_to"] = ReadField(ends, row.confidence)
        labelled = _AUTHORITY.search(row.text)
        if labelled is not None and begins is None:
            fields["authority"] = ReadField(labelled[1], row.confidence)
        elif "authority" not in fields and row.text.endswith(_AUTHORITY_END):
            fields["authority"] = ReadField(row.text, row.confidence)
    return fields


class _Row:
    """A line of the card as one text."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        self.text = "".join(piece.text for piece in pieces)
        self.confidence = fmean(piece.confidence for piece in pieces)


def _number_row(rows: list[_Row]) -> int | None:
    """Return the row of the number: by its label, else the lowest that may hold one."""
    for place, row in enumerate(rows):
        if _NUMBER_LABEL.search(row.text):
            return place
    return next((place for place in range(len(rows) - 1, -1, -1) if _RUN.search(rows[place].text)), None)


def _runs(rows: list[_Row]) -> tuple[ReadField, ...]:
    """Return every text that may be a number, a label before it cut off."""
    found = []
    for row in rows:
        for text in (row.text, *(piece.text for piece in row.pieces)):
            rest = _NUMBER_LABEL.sub("", text)
            found += [ReadField(run[0], row.confidence) for run in _RUN.finditer(rest)]
    return tuple(found)


def _born(row: _Row) -> date | None:
    return first_day(row.text) if any(sign in row.text for sign in ("年", "月", "生")) else None


def _is_sex_row(text: str) -> bool:
    return ("性别" in text or "民族" in text) or (_SEX.search(text) is not None and len(text) <= 12 and "族" in text)


def _sex_and_nation(row: _Row) -> dict[str, ReadField]:
    sex, nation = _SEX.search(row.text), _NATION.search(row.text)
    fields = {}
    if sex is not None:
        fields["sex"] = ReadField(sex[1], row.confidence)
    if nation is not None:
        fields["nation"] = ReadField(simplified(nation[1]), row.confidence)
    return fields


def _name(body: list[_Row], below: int | None) -> dict[str, ReadField]:
    """Return the name: what stands beside its label, else the row over that of the sex."""
    above = body[:below]
    labelled = [row for row in above if row.text.startswith("姓名")]
    for row in labelled or (above[-1:] if below is not None else []):
        text = _NAME_LABEL.sub("", row.text)
        if _NAME.fullmatch(text):
            return {"name": ReadField(text, row.confidence if labelled else row.confidence * _DISAGREES)}
    return {}


def _address(rows: list[_Row]) -> dict[str, ReadField]:
    """Return what stands between the day of birth and the number."""
    pieces = [piece for row in rows for piece in row.pieces if piece.confidence >= _KEPT]
    kept = [piece for piece in pieces if piece.text not in ("住", "址", "住址")]
    if not kept:
        return {}
    text = _ADDRESS_LABEL.sub("", joined(kept))
    return {"address": ReadField(text, min(piece.confidence for piece in kept))} if text else {}


def _agreeing(fields: dict[str, ReadField]) -> dict[str, ReadField]:
    """Believe birth and sex less where the number, if it is right, says something else."""
    number = fields.get("number")
    if number is None or not is_right_number(number.value):
        return fields
    born = birth_date(number.value)
    sex = "男" if int(number.value[16]) % 2 else "女"
    for name, said in (("birth", born.isoformat() if born else None), ("sex", sex)):
        if name in fields and fields[name].value != said:
            fields[name] = fields[name].weakened(_DISAGREES)
    return fields
