"""The font that papers are written in: its licence (OFL 1.1) and how it was made stand beside it."""

from pathlib import Path

FONT_FILE = Path(__file__).parent / "NotoSansCJKscSubset-Regular.ttf"
"""Noto Sans CJK SC Regular with TrueType outlines: GBK, all of 通用规范汉字表, Latin letters; 22,270 characters."""

FONT = str(FONT_FILE)
