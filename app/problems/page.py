"""The page behind the `type` of a problem, served at /problems/<code>: plain, and complete in itself."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from html import escape

from app.domain.authorization_codes import CodeReason
from app.domain.errors import ProblemCode
from app.domain.findings import Retry
from app.domain.resources import ResourceReason
from app.domain.texts import Language, Text
from app.domain.type_rules import RefusalCode
from app.problems.field_codes import MEANINGS
from app.problems.table import PROBLEMS

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – {code}</title>
<style>
body {{ font: 1rem/1.7 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.3; margin-bottom: 0; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 0; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0 0 .6rem; }}
code {{ font-size: .95em; overflow-wrap: anywhere; }}
.also {{ margin-top: .2rem; opacity: .75; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="also" lang="{other_language}">{other_title}</p>
<h2>{meaning_heading}</h2>
<p>{detail}</p>
<h2>{remedy_heading}</h2>
<p>{remedy}</p>
<h2>{facts_heading}</h2>
<dl>
<dt>code</dt><dd><code>{code}</code></dd>
<dt>status</dt><dd>{status}</dd>
<dt>retry</dt><dd><code>{retry}</code> – {retry_words}</dd>
</dl>
{fields}</main>
</body>
</html>
"""
_MEANING = Text("这是什么意思", "What it means")
_REMEDY = Text("该怎么办", "What to do")
_FACTS = Text("给开发者", "For developers")
_FIELDS = Text("随之出现的代码（errors[].code 或 reason）", "Codes seen with it (errors[].code or reason)")
_RETRY: Mapping[Retry, Text] = {
    Retry.RETRY: Text("稍后原样重试即可", "the same request may succeed later"),
    Retry.FIX: Text("修改后再试", "change something, then try again"),
    Retry.FINAL: Text("重试没有用，请按上面的办法处理", "trying again does not help; do what is said above"),
}


def _values(kinds: Sequence[type[StrEnum]]) -> tuple[str, ...]:
    return tuple(member.value for kind in kinds for member in kind)


_SEEN: Mapping[ProblemCode, tuple[str, ...]] = {
    ProblemCode.TYPE_VERIFICATION_REFUSED: _values([RefusalCode]),
    ProblemCode.ORDER_IN_PROGRESS: (
        RefusalCode.ORDER_IN_PROGRESS.value,
        RefusalCode.CERTIFICATE_HAS_OPEN_ORDER.value,
        RefusalCode.SERVICE_HAS_OPEN_ORDER.value,
    ),
    ProblemCode.TRANSFER_REFUSED: (
        RefusalCode.ORDER_IN_PROGRESS.value,
        RefusalCode.ACCOUNT_BOUND_TO_OTHER_SUBJECT.value,
    ),
    ProblemCode.AUTHORIZATION_CODE_UNUSABLE: _values([CodeReason, ResourceReason]),
    ProblemCode.RESOURCE_UNUSABLE: _values([ResourceReason]),
    ProblemCode.MASKED_VALUE: ("masked_value",),
    ProblemCode.FIELD_FROZEN: ("field_frozen",),
    ProblemCode.NOT_EDITABLE: ("not_editable",),
    ProblemCode.PAYLOAD_TOO_LARGE: ("too_large",),
    ProblemCode.MATERIAL_UNREADABLE: ("unreadable",),
}


def problem_page(code: str, language: Language) -> bytes | None:
    """Return the HTML page of a problem code in UTF-8, or None for what is no code."""
    if code not in {member.value for member in ProblemCode}:
        return None
    known = ProblemCode(code)
    problem = PROBLEMS[known]
    other = Language.EN if language is Language.ZH else Language.ZH
    words = {
        "title": problem.title,
        "detail": problem.detail,
        "remedy": problem.remedy,
        "retry_words": _RETRY[problem.retry],
        "meaning_heading": _MEANING,
        "remedy_heading": _REMEDY,
        "facts_heading": _FACTS,
    }
    page = _PAGE.format(
        language=language.value,
        other_language=other.value,
        other_title=escape(problem.title.in_language(other)),
        code=escape(known.value),
        status=problem.status,
        retry=problem.retry.value,
        fields=_fields(known, language),
        **{name: escape(text.in_language(language)) for name, text in words.items()},
    )
    return page.encode()


def _fields(code: ProblemCode, language: Language) -> str:
    if code is ProblemCode.VALIDATION_FAILED:
        rows = [(field.value, MEANINGS[field].in_language(language)) for field in MEANINGS]
    else:
        rows = [(name, "") for name in _SEEN.get(code, ())]
    if not rows:
        return ""
    items = "".join(f"<dt><code>{escape(name)}</code></dt><dd>{escape(words)}</dd>\n" for name, words in rows)
    return f"<h2>{escape(_FIELDS.in_language(language))}</h2>\n<dl>\n{items}</dl>\n"
