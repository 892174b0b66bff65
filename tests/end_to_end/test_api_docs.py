"""The pages for people: API documentation and problems."""

import re

import pytest

from tests.play.running_service import RunningService

OUTSIDE = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")


def test_the_documentation_takes_everything_from_the_service_itself(service: RunningService) -> None:
    page = service.http.get("/docs")

    assert page.status_code == 200
    assert not OUTSIDE.search(page.text)
    for asset in re.findall(r"""(?:src|href)=["'](/docs/assets/[^"']+)""", page.text):
        assert service.http.get(asset).status_code == 200


def test_the_document_served_names_the_magic_values_of_sandbox_mode(service: RunningService) -> None:
    document = service.http.get("/openapi.json").json()

    for word in ("驳回测试", "冲突测试", "IP未报测试", "黑名单测试单位"):
        assert word in document["info"]["description"]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "该怎么办"), ("en", "What to do")])
def test_every_problem_has_a_page_that_says_what_to_do(service: RunningService, language: str, words: str) -> None:
    page = service.http.get("/problems/checks-failed", headers={"accept-language": language})

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert words in page.text
    assert service.http.get("/problems/no-such-problem").status_code == 404
