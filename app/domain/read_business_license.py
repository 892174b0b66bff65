"""The fields of a business licence (营业执照) from the texts found on it, by where they stand.

Licences come in one column and in two, whose lines interleave: a value is what stands right of its label, down to the
next label of the column.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from app.domain.read_days import first_day, term_in
from app.domain.read_numbers import credit_code
from app.domain.recognition import ReadField
from app.domain.text_rows import Piece, joined, rows_of

_LABELS: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "字号名称"),
    "type": ("类型", "主体类型", "组成形式"),
    "address": ("住所", "经营场所", "主要经营场所", "营业场所"),
    "legal_representative": ("法定代表人", "负责人", "经营者", "投资人", "执行事务合伙人"),
    "capital": ("注册资本", "出资额", "注册资金"),
    "established_on": ("成立日期", "注册日期"),
    "term": ("营业期限", "经营期限", "合伙期限"),
    "scope": ("经营范围", "业务范围"),
    "": ("登记机关", "统一社会信用代码", "注册号", "国家企业信用信息公示系统", "扫描二维码"),
}
_HALVES = {"名": "name", "称": "name", "类": "type", "型": "type", "住": "address", "所": "address"}
_APART = 8
# How far, in heights, a label may begin before another of its column, of which only the second half was found.
_LABEL_WIDTH = 6
_UNIT_NAME = re.compile(r"(?!其他有限|有限|股份).{4,}(公司|合伙\)?|工作室|商行|商店|经营部|中心|厂|店)")
_UNLABELLED = 0.6
_NEIGHBOURS = ("name", "type", "address")
_NOT_IN_A_PERSONS_NAME = re.compile(r"[^A-Za-z\u3400-\u9fff·.]")
_RUN = re.compile(r"[0-9A-Za-z|]{16,20}")
_CODE_LABEL = re.compile(r"^.{0,4}信用代码")
_ONE_WRONG_FROM = 4
_COLON = ":："
_NOT_IN_A_CODE = str.maketrans("", "", "()（）:：-.")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label where it stands, and the text that stood in one box with it."""

    field: str
    piece: Piece
    rest: Piece | None


def read_license(pieces: tuple[Piece, ...]) -> Mapping[str, ReadField]:
    """Return the fields that are found; name, type, address and so on, with valid_from and valid_to of the term."""
    labels, others = _sorted_out(pieces)
    fields = {}
    for label in labels:
        value = _value(label, labels, others) if label.field else None
        if value is not None and label.field not in fields:
            fields[label.field] = value
    if "name" not in fields:
        fields |= _unlabelled_name(others)
    fields = _doubted(fields)
    code = credit_code(tuple(_runs(pieces)))
    if code is not None:
        fields["unified_social_credit_code"] = code
    person = fields.get("legal_representative")
    if person is not None:
        fields["legal_representative"] = replace(person, value=_NOT_IN_A_PERSONS_NAME.sub("", person.value))
    return {name: field for name, field in _with_days(fields).items() if field.value}


def _doubted(fields: dict[str, ReadField]) -> dict[str, ReadField]:
    """Believe the fields that stand one under the other less where one is missing: its value may be part of theirs."""
    if all(name in fields for name in _NEIGHBOURS):
        return fields
    return {name: one.weakened(_UNLABELLED) if name in _NEIGHBOURS else one for name, one in fields.items()}


def _unlabelled_name(others: list[Piece]) -> dict[str, ReadField]:
    """Return the one text that reads like a unit's name, believed less: its label was not found."""
    names = [piece for piece in others if _UNIT_NAME.fullmatch(piece.text)]
    return {"name": ReadField(names[0].text, names[0].confidence * _UNLABELLED)} if len(names) == 1 else {}


def _sorted_out(pieces: tuple[Piece, ...]) -> tuple[list[_Label], list[Piece]]:
    """Tell labels from values; a label whose characters stand far apart may come in two pieces, or as its half."""
    labels: list[_Label] = []
    others: list[Piece] = []
    for row in rows_of(pieces):
        for piece in row:
            label = _label_in(piece)
            if label is None:
                others.append(piece)
            elif labels and _is_other_half(labels[-1], label):
                labels[-1] = _together(labels[-1], label)
            else:
                labels.append(label)
    return labels, others


def _is_other_half(first: _Label, second: _Label) -> bool:
    """Tell whether two labels are the halves of one: 名 and 称."""
    one, other = first.piece, second.piece
    return (
        first.field == second.field
        and first.rest is None
        and other.text[0] in _HALVES
        and abs(one.middle - other.middle) < one.height
        and 0 < other.left - one.left < _APART * one.height
    )


def _together(first: _Label, second: _Label) -> _Label:
    one, other = first.piece, second.piece
    return _Label(first.field, replace(one, text=one.text + other.text, right=other.right), second.rest)


def _label_in(piece: Piece) -> _Label | None:
    """Return the label that a text is or begins with."""
    text = piece.text.lstrip(_COLON)
    if text in _HALVES:
        return _Label(_HALVES[text], piece, None)
    for field, words in _LABELS.items():
        for word in sorted(words, key=len, reverse=True):
            if _begins_with(text, word):
                return _Label(field, piece, _rest(piece, text, len(word)))
    return None


def _rest(piece: Piece, text: str, length: int) -> Piece | None:
    value = text[length:].lstrip(_COLON)
    share = length / max(len(text), 1)
    return piece.with_text(value, piece.left + share * (piece.right - piece.left)) if value else None


def _begins_with(text: str, word: str) -> bool:
    """Tell whether a text begins with a word, one character of a long one being misread."""
    if text.startswith(word):
        return True
    if len(word) < _ONE_WRONG_FROM or len(text) < len(word):
        return False
    return sum(one != other for one, other in zip(text, word, strict=False)) == 1


def _value(label: _Label, labels: list[_Label], others: list[Piece]) -> ReadField | None:
    """Return what stands right of a label, down to the next label of its column."""
    mine = label.piece
    right = min(
        (one.piece.left for one in labels if one.piece.left > mine.right and _is_beside(one, label, labels)),
        default=float("inf"),
    )
    below = min(
        (
            one.piece.middle
            for one in labels
            if one.piece.middle > mine.middle + mine.height
            and mine.left - _LABEL_WIDTH * mine.height < one.piece.left < right
        ),
        default=float("inf"),
    )
    begins = max(mine.left + mine.height, mine.right - mine.height)
    inside = [
        piece
        for piece in others
        if mine.middle - 0.7 * mine.height < piece.middle < below - 0.5 * mine.height
        and begins < piece.left < right - mine.height
    ]
    found = ([label.rest] if label.rest is not None else []) + list(_without_gaps(inside, mine))
    if not found:
        return None
    return ReadField(joined(found), fmean(piece.confidence for piece in found))


def _is_beside(one: _Label, label: _Label, labels: list[_Label]) -> bool:
    """Tell whether a label begins another column: some label stands there beside those of this column."""
    column = [other for other in labels if abs(other.piece.left - one.piece.left) < 3 * one.piece.height]
    return len(column) > 1 or abs(one.piece.middle - label.piece.middle) < label.piece.height


def _without_gaps(pieces: list[Piece], label: Piece) -> Iterator[Piece]:
    """Yield the lines that follow one another; what stands far below is something else."""
    middle = label.middle
    for row in rows_of(pieces):
        here = fmean(piece.middle for piece in row)
        if here - middle > 3 * label.height:
            return
        middle = here
        yield from row


def _runs(pieces: tuple[Piece, ...]) -> Iterator[ReadField]:
    for row in rows_of(pieces):
        for text in (*(piece.text for piece in row), "".join(piece.text for piece in row)):
            rest = _CODE_LABEL.sub("", text).translate(_NOT_IN_A_CODE)
            for run in _RUN.finditer(rest):
                yield ReadField(run[0], fmean(piece.confidence for piece in row))


def _with_days(fields: dict[str, ReadField]) -> dict[str, ReadField]:
    """Turn the texts of days into days; what is none is left out."""
    founded, term = fields.pop("established_on", None), fields.pop("term", None)
    day = first_day(founded.value) if founded is not None else None
    if founded is not None and day is not None:
        fields["established_on"] = ReadField(day.isoformat(), founded.confidence)
    begins, ends = term_in(term.value) if term is not None else (None, None)
    if term is not None and begins is not None:
        fields["valid_from"] = ReadField(begins.isoformat(), term.confidence)
    if term is not None and ends is not None:
        fields["valid_to"] = ReadField(ends, term.confidence)
    return fields
