"""Which stories there are, and that a story which does not end as it should is no success."""

import io

import pytest
from rich.console import Console
from typer.testing import CliRunner

from app.cli import app
from app.demo import ALL, STORIES, UnknownStoryError, story_of
from app.demo.agreement import Ending, Row
from app.demo.playing import play

NOBODY_LISTENS = "http://127.0.0.1:9"


def test_a_filing_type_without_a_demo_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownStoryError, match=r"no demo of 'nonsense'; there is first_filing, .*, or all"):
        story_of("nonsense")


def test_the_command_names_every_story_in_its_help() -> None:
    said = CliRunner().invoke(app, ["demo", "--help"]).output

    assert not [name for name in (*STORIES, ALL) if name not in said]


def test_one_thing_on_which_the_sides_do_not_agree_spoils_the_ending() -> None:
    same, other = Row("label", "已备案", "已备案"), Row("label", "已备案", "已注销")

    assert Ending("", (same,), (same,)).agreed
    assert not Ending("", (same, other), (same,)).agreed
    assert not Ending("", (same,), (other, same)).agreed


def test_a_story_that_breaks_off_is_no_success_and_does_not_keep_the_next_from_being_played() -> None:
    said = io.StringIO()

    ended_well = play(("claim", "add_access"), NOBODY_LISTENS, "client", "secret", console=Console(file=said))

    assert not ended_well
    assert said.getvalue().count("The demo failed.") == 2
    assert "It did not end as it should." in said.getvalue()
