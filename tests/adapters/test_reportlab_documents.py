"""Papers to sign as PDF files: what a reader of PDFs, which is not the library that wrote them, finds in them."""

import asyncio
import hashlib
import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFontFile

from app.adapters.letter_lines import broken
from app.adapters.reportlab_documents import ReportlabDocuments
from app.domain.letters import Document, Grid, Heading, Ink, Paragraph, Part, Run, Sheet, Signatures
from app.papers.fonts import FONT, FONT_FILE

PRINTER = ReportlabDocuments()
RARE = "𬭊㛃䶮龘喆堃·𬱖"
NOTICE = "字库中没有的字"
SIGNED = Signatures((("代办人（签字）：",), ("法定代表人（签字）：", "单位（盖章）：", "日期：　　年　　月　　日")))


def a_document(*parts: Part, sheets: int = 1) -> Document:
    sheet = Sheet("互联网信息服务备案承诺书", ("用黑色签字笔填写。",), parts)
    return Document(sheet.title, (sheet,) * sheets, "备案订单 fil_1　第 7 版（2026-03-02）", NOTICE)


def filled(words: str) -> Paragraph:
    return Paragraph((Run(Ink.PRINTED, "承诺人"), Run(Ink.FILLED, words), Run(Ink.PRINTED, "。")))


def pdf_of(document: Document) -> bytes:
    return asyncio.run(PRINTER.printed(document))


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page, line ends and spaces apart."""
    with pypdfium2.PdfDocument(content) as file:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in file]


def drawn(content: bytes, page: int = 0) -> "list[list[int]]":
    """Return a page as rows of grey values, half a millimetre each."""
    with pypdfium2.PdfDocument(content) as file:
        picture = file[page].render(scale=0.7, grayscale=True).to_pil()
    wide, high = picture.size
    grey = picture.tobytes()
    return [list(grey[row * wide : (row + 1) * wide]) for row in range(high)]


@pytest.mark.parametrize("name", ["示例科技有限公司", RARE, "阿卜杜拉·买买提", "Zoë O'Brien-Müller", "臺灣證券龜"])
def test_the_text_can_be_taken_out_again_as_it_was_entered(name: str) -> None:
    content = pdf_of(a_document(filled(name), Grid((("姓名", (Run(Ink.FILLED, name),)),)), SIGNED))

    (text,) = pages_of(content)
    assert text.count("".join(name.split())) == 2
    for words in ("互联网信息服务备案承诺书", "承诺人", "法定代表人（签字）：", "第7版（2026-03-02）", "第1页，共1页"):
        assert words in text
    assert NOTICE not in text


def test_its_font_is_inside_and_holds_no_more_than_is_used() -> None:
    content = pdf_of(a_document(filled("示例科技有限公司"), SIGNED))

    with pikepdf.open(io.BytesIO(content)) as file:
        fonts = [font for page in file.pages for font in page.resources["/Font"].values()]
        ours = [font for font in fonts if "NotoSans" in str(font["/BaseFont"])]
        assert ours
        assert len(ours) == len([font for font in fonts if "/FontDescriptor" in font])
        for font in ours:
            assert len(font["/FontDescriptor"]["/FontFile2"].read_bytes()) < 100_000
            assert "+" in str(font["/BaseFont"])
            assert "/ToUnicode" in font
        assert not [name for name in ("/OpenAction", "/AA", "/Names", "/AcroForm") if name in file.Root]
        assert str(file.Root["/Lang"]) == "zh-CN"
        assert [float(side) for side in file.pages[0].mediabox] == [0, 0, 595.28, 841.89]
    assert len(content) < 200_000


def test_the_same_paper_is_the_same_file() -> None:
    document = a_document(filled(RARE), SIGNED)

    assert pdf_of(document) == pdf_of(document)


def test_letters_that_the_font_lacks_are_shown_by_their_number_and_explained() -> None:
    content = pdf_of(a_document(filled("王\U00030000مرحبا😀"), SIGNED))

    (text,) = pages_of(content)
    assert "承诺人王〔U+30000U+0645U+0631U+062DU+0628U+0627U+1F600〕。" in text
    assert NOTICE in text


def test_markup_is_nothing_but_letters() -> None:
    (text,) = pages_of(pdf_of(a_document(filled("<b>A&amp;B</b>) Tj ET (\\"))))

    assert "承诺人<b>A&amp;B</b>)TjET(\\。" in text


@pytest.mark.parametrize("words", ["路" * 3000, "W" * 3000, "长 " * 1500, "（" * 900, "。" * 900])
@pytest.mark.parametrize("in_grid", [False, True])
def test_what_is_longer_than_a_page_goes_on_on_the_next(words: str, in_grid: bool) -> None:
    part = Grid((("通信地址", (Run(Ink.FILLED, words),)),)) if in_grid else filled(words)

    content = pdf_of(a_document(part, Heading("签字"), SIGNED))

    pages = pages_of(content)
    assert sum(page.count(words[0]) for page in pages) >= len("".join(words.split())) // len(set(words) - {" "})
    assert pages[-1].count("（签字）：") == 2
    for page in range(len(pages)):
        rows = drawn(content, page)
        edge = [row[place] for row in rows for place in (*range(38), *range(-38, 0))]
        assert min(edge) > 200, "something is drawn in the margin"


def test_signatures_stay_together_and_each_sheet_begins_a_page() -> None:
    for lines in range(20, 34):
        content = pdf_of(a_document(*([filled("一行")] * lines), SIGNED, sheets=2))

        pages = pages_of(content)
        signed = [page for page in pages if "（签字）：" in page]
        assert len(signed) == 2
        assert all("代办人（签字）：" in page and "日期：" in page for page in signed)
        assert sum("互联网信息服务备案承诺书" in page for page in pages) == 2


def test_only_the_title_is_bold_and_the_page_is_mostly_white() -> None:
    with pypdfium2.PdfDocument(pdf_of(a_document(filled("示例科技有限公司"), SIGNED))) as file:
        modes = {}
        for found in file[0].get_objects():
            if found.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
                mode = pypdfium2.raw.FPDFTextObj_GetTextRenderMode(found.raw)
                modes.setdefault(mode, 0)
                modes[mode] += 1
    rows = drawn(pdf_of(a_document(filled("示例科技有限公司"), SIGNED)))
    dark = sum(value < 128 for row in rows for value in row) / sum(map(len, rows))

    assert modes[2] < modes[0]
    assert 0.002 < dark < 0.1


async def test_several_papers_at_once_are_each_what_they_would_be_alone() -> None:
    documents = [a_document(filled(f"{number}号{RARE[:number]}"), SIGNED) for number in range(5)]

    together = await asyncio.gather(*map(PRINTER.printed, documents))

    assert together == [await PRINTER.printed(one) for one in documents]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_whatever_was_entered_can_be_printed(words: str) -> None:
    assert pdf_of(a_document(filled(words), Grid(((words, (Run(Ink.FILLED, words),)),)), SIGNED)).startswith(b"%PDF")


def test_lines_do_not_begin_with_a_mark_that_closes_nor_end_with_one_that_opens() -> None:
    runs = (Run(Ink.PRINTED, "一二三四，五六（七八）九十“甲乙”。"), Run(Ink.BLANK, ems=3), Run(Ink.PRINTED, "，丙"))

    for most in range(4, 12):
        lines = ["".join(piece.words for piece in line) for line in broken(runs, len, most)]

        assert all(len(line) <= most for line in lines)
        assert not [line for line in lines if line[0] in "，。）”" or line[-1] in "（“"]
        assert "".join(lines) == "一二三四，五六（七八）九十“甲乙”。\u3000\u3000\u3000，丙"


def test_the_font_has_every_hanzi_of_gbk_and_the_rare_ones_of_the_list_of_2013() -> None:
    known = TTFontFile(FONT_FILE).charToGlyph
    codes = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F)
    letters = {code.decode("gbk", "ignore") for code in codes}

    assert len(letters) > 21_000
    assert {letter for letter in letters if len(letter) == 1 and ord(letter) not in known} == {"≒"}
    assert all(ord(letter) in known for letter in RARE)
    assert ImageFont.truetype(FONT, 40).getlength("龘") == 40


def test_the_font_stands_beside_its_licence() -> None:
    licence = (FONT_FILE.parent / "OFL.txt").read_text()

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert TTFontFile(FONT_FILE).fullName == b"Noto Sans CJK SC Subset"
    assert hashlib.sha256(FONT_FILE.read_bytes()).hexdigest() in (FONT_FILE.parent / "README.md").read_text()
