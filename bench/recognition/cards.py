"""Draws certificates as they look from straight above: resident id cards and business licences, without any emblem."""

from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.domain.recognition import CertificateDocument
from bench.recognition.holders import Card

_INK, _LABEL, _PALE = (25, 25, 30), (40, 90, 150), (215, 228, 238)
Font = tuple[Path, int]


def drawn(card: Card, font: Font, width: int) -> Image.Image:
    """Return the picture of a card, `width` pixels wide."""
    if card.document is CertificateDocument.RESIDENT_ID_FRONT:
        return _Sheet(width, round(width * 54 / 85.6), font).front(card.fields)
    if card.document is CertificateDocument.RESIDENT_ID_BACK:
        return _Sheet(width, round(width * 54 / 85.6), font).back(card.fields)
    if card.layout == "two_columns":
        return _Sheet(width, round(width * 297 / 420), font).two_columns(card.fields)
    return _Sheet(round(width * 0.8), round(width * 0.8 * 420 / 297), font).one_column(card.fields)


class _Sheet:
    """A sheet that is drawn on; places are shares of its width and height, sizes shares of its width."""

    def __init__(self, width: int, height: int, font: Font) -> None:
        self._image = Image.new("RGB", (width, height), (244, 246, 247))
        self._on = ImageDraw.Draw(self._image)
        self._width, self._height, self._font = width, height, font
        self._ground()

    def _ground(self) -> None:
        step = max(6, self._width // 90)
        for start in range(-self._height, self._width, step):
            self._on.line([(start, 0), (start + self._height, self._height)], fill=(232, 238, 242), width=1)
            self._on.arc(
                [start, self._height // 4, start + self._height, self._height], 200, 340, fill=(226, 235, 228), width=1
            )

    def _text(
        self, x: float, y: float, text: str, size: float, fill: tuple[int, int, int] = _INK, spread: float = 0
    ) -> None:
        font = ImageFont.truetype(str(self._font[0]), max(8, round(size * self._width)), index=self._font[1])
        left, top = x * self._width, y * self._height
        if not spread:
            self._on.text((left, top), text, font=font, fill=fill)
            return
        for character in text:
            self._on.text((left, top), character, font=font, fill=fill)
            left += font.getlength(character) + spread * self._width

    def _wrapped(self, x: float, y: float, text: str, size: float, characters: int, leading: float) -> float:
        """Write a text in lines of so many full characters; Latin ones count half."""
        for line in _lines(text, characters):
            self._text(x, y, line, size)
            y += leading
        return y

    def front(self, fields: dict[str, str]) -> Image.Image:
        """Draw the side with the portrait."""
        born = date.fromisoformat(fields["birth"])
        self._on.rectangle(
            [self._width * 0.63, self._height * 0.12, self._width * 0.94, self._height * 0.72], fill=(196, 204, 210)
        )
        self._on.ellipse(
            [self._width * 0.72, self._height * 0.2, self._width * 0.85, self._height * 0.5], fill=(150, 140, 134)
        )
        for y, text in ((0.11, "姓名"), (0.24, "性别"), (0.36, "出生"), (0.49, "住址")):
            self._text(0.06, y, text, 0.032, _LABEL, spread=0.006)
        self._text(0.29, 0.24, "民族", 0.032, _LABEL, spread=0.006)
        self._text(0.17, 0.10, fields["name"], 0.042, spread=0.004)
        self._text(0.17, 0.235, fields["sex"], 0.037)
        self._text(0.39, 0.235, fields["nation"], 0.037)
        for x, value, label in ((0.17, born.year, "年"), (0.30, born.month, "月"), (0.385, born.day, "日")):
            self._text(x, 0.36, str(value), 0.035)
            self._text(x + (0.09 if label == "年" else 0.045), 0.363, label, 0.032, _LABEL)
        self._wrapped(0.17, 0.485, fields["address"], 0.036, 11, 0.075)
        self._text(0.06, 0.83, "公民身份号码", 0.032, _LABEL, spread=0.004)
        self._text(0.33, 0.815, fields["number"], 0.046, spread=0.007)
        return self._image

    def back(self, fields: dict[str, str]) -> Image.Image:
        """Draw the side with the issuing authority."""
        self._on.ellipse(
            [self._width * 0.07, self._height * 0.1, self._width * 0.21, self._height * 0.34], fill=(200, 90, 80)
        )
        self._text(0.30, 0.12, "中华人民共和国", 0.062, spread=0.01)
        self._text(0.28, 0.29, "居民身份证", 0.09, spread=0.02)
        begins, ends = fields["valid_from"].replace("-", "."), fields["valid_to"].replace("-", ".")
        self._text(0.20, 0.70, "签发机关", 0.034, spread=0.002)
        self._text(0.36, 0.70, fields["authority"], 0.036)
        self._text(0.20, 0.83, "有效期限", 0.034, spread=0.002)
        self._text(0.36, 0.83, f"{begins}-{ends}", 0.036)
        return self._image

    def two_columns(self, fields: dict[str, str]) -> Image.Image:
        """Draw a licence of 2019 on: wide, what is fixed at the left, amounts and places at the right."""
        self._frame()
        self._text(0.36, 0.14, "营业执照", 0.07, spread=0.012)
        self._text(0.46, 0.26, "(副本)", 0.02)
        self._text(0.07, 0.12, "统一社会信用代码", 0.016)
        self._text(0.07, 0.155, fields["unified_social_credit_code"], 0.02)
        left = (("名称", "name"), ("类型", "type"), ("法定代表人", "legal_representative"), ("经营范围", "scope"))
        right = (("注册资本", "capital"), ("成立日期", "established_on"), ("营业期限", "term"), ("住所", "address"))
        values = fields | {"established_on": _day(fields["established_on"]), "term": _term(fields)}
        self._column(0.07, 0.36, left, values, 18)
        self._column(0.55, 0.36, right, values, 16)
        self._text(0.55, 0.80, "登记机关", 0.022, spread=0.012)
        self._text(0.72, 0.86, _day(fields["established_on"]), 0.02)
        return self._image

    def _column(
        self, x: float, y: float, rows: tuple[tuple[str, str], ...], values: dict[str, str], characters: int
    ) -> None:
        for label, name in rows:
            spread = 0.0 if len(label) == 5 else 0.0059 if len(label) == 4 else 0.048
            self._text(x, y, label, 0.0185, (90, 60, 40), spread=spread)
            y = max(self._wrapped(x + 0.115, y, values[name], 0.0175, characters, 0.034), y + 0.034) + 0.026

    def one_column(self, fields: dict[str, str]) -> Image.Image:
        """Draw a licence of 2015 on: high, one field under the other."""
        self._frame()
        self._text(0.22, 0.14, "营业执照", 0.11, spread=0.03)
        self._text(0.29, 0.265, f"统一社会信用代码  {fields['unified_social_credit_code']}", 0.022)
        rows = (
            ("名称", "name"),
            ("类型", "type"),
            ("住所", "address"),
            ("法定代表人", "legal_representative"),
            ("注册资本", "capital"),
            ("成立日期", "established_on"),
            ("营业期限", "term"),
            ("经营范围", "scope"),
        )
        values = fields | {"established_on": _day(fields["established_on"]), "term": _term(fields)}
        y = 0.31
        for label, name in rows:
            spread = 0.0 if len(label) == 5 else 0.0087 if len(label) == 4 else 0.078
            self._text(0.13, y, label, 0.026, (90, 60, 40), spread=spread)
            y = self._wrapped(0.32, y, values[name], 0.025, 22, 0.026) + 0.014
        self._text(0.50, 0.86, "登记机关", 0.026, spread=0.01)
        self._text(0.62, 0.90, _day(fields["established_on"]), 0.024)
        return self._image

    def _frame(self) -> None:
        self._on.rectangle(
            [self._width * 0.025, self._height * 0.03, self._width * 0.975, self._height * 0.97],
            outline=(190, 160, 90),
            width=max(3, self._width // 160),
        )


def _lines(text: str, characters: int) -> list[str]:
    lines, width = [""], 0.0
    for character in text:
        wide = 1.0 if ord(character) > 0x2E7F else 0.5
        if width + wide > characters:
            lines.append("")
            width = 0.0
        lines[-1] += character
        width += wide
    return lines


def _day(day: str) -> str:
    one = date.fromisoformat(day)
    return f"{one.year}年{one.month:02d}月{one.day:02d}日"


def _term(fields: dict[str, str]) -> str:
    ends = fields["valid_to"]
    return f"{_day(fields['valid_from'])}至{ends if ends == '长期' else _day(ends)}"
