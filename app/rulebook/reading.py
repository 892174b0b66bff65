"""Places in a file: each knows its property path, so that whatever is wrong is named where it stands."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, NoReturn

from app.domain.citations import Citation
from app.domain.texts import Text
from app.rulebook.errors import RulebookError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Place:
    """One value in a file, with its property path (`versions[0].citations[1].title`)."""

    file: Path
    path: str
    value: Any

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        """Raise the RulebookError of this place."""
        raise RulebookError(self.file, self.path or "whole file", problem, remedy)

    def at(self, key: str) -> "Place":
        """Go to a property that may be missing; its value is then None."""
        return Place(self.file, f"{self.path}.{key}" if self.path else key, self.value.get(key))

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> "Place":
        """Insist on a mapping with all of the required keys and none but the named ones."""
        if not isinstance(self.value, dict):
            self.refuse("this is no mapping", f"Write the keys {', '.join(required)}")
        for key in self.value:
            if key not in required and key not in optional:
                self.at(str(key)).refuse("unknown key", f"Known here are {', '.join([*required, *optional])}")
        for key in required:
            if key not in self.value:
                self.at(key).refuse("this is missing", "Add it")
        return self

    def mapping(self) -> "Place":
        """Insist on a mapping whose keys are texts."""
        if not isinstance(self.value, dict):
            self.refuse("this is no mapping", "Write keys and values")
        for key in self.value:
            if not isinstance(key, str):
                self.at(str(key)).refuse("the key is no text", "Put the key in quotes")
        return self

    def items(self) -> Iterator["Place"]:
        """Give the items of a list."""
        if not isinstance(self.value, list):
            self.refuse("this is no list", "Write a list")
        for index, item in enumerate(self.value):
            yield Place(self.file, f"{self.path}[{index}]", item)

    def words(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str):
            self.refuse("this is no text", "Write a text, in quotes where YAML would read something else")
        if not self.value.strip():
            self.refuse("the text is empty", "Write the words")
        return self.value.strip()

    def one_of(self, choices: Collection[str]) -> str:
        """Return one of the allowed words."""
        if not isinstance(self.value, str) or self.value not in choices:
            self.refuse(f"{self.value!r} is not allowed", f"Choose one of {', '.join(choices)}")
        return self.value

    def number(self) -> int:
        """Return a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse(f"{self.value!r} is no whole number", "Write a whole number without quotes")
        return self.value

    def flag(self) -> bool:
        """Return yes or no."""
        if not isinstance(self.value, bool):
            self.refuse(f"{self.value!r} is neither true nor false", "Write true or false")
        return self.value

    def day(self) -> date:
        """Return a calendar day, written YYYY-MM-DD."""
        if not isinstance(self.value, str) or not _DATE.fullmatch(self.value):
            self.refuse(f"{self.value!r} is no date", "Write the day as YYYY-MM-DD")
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            self.refuse(f"there is no day {self.value}", "Write a day of the calendar")

    def names(self) -> tuple[str, ...]:
        """Return a list of texts; it may be empty, which says `none`."""
        return tuple(item.words() for item in self.items())

    def text(self) -> Text:
        """Return words in both languages whose `{places}` are the same."""
        self.only(("zh", "en"))
        zh, en = self.at("zh"), self.at("en")
        text = Text(zh=zh.words(), en=en.words())
        if zh.filled_places() != en.filled_places():
            self.refuse("the two languages have different {places}", "Name the same facts in zh and en")
        return text

    def filled_places(self) -> set[str]:
        """Return the names of the `{places}` in a text."""
        try:
            return {name for _, name, _, _ in Formatter().parse(self.value) if name is not None}
        except ValueError as error:
            self.refuse(
                f"the braces do not match ({error})", "Close each { with }, and double what is meant as a brace"
            )

    def citations(self) -> tuple[Citation, ...]:
        """Return the citations of a list that has at least one."""
        if not self.value:
            self.refuse("no citation", "Name the document that says so: title and section")
        return tuple(item.citation() for item in self.items())

    def citation(self) -> Citation:
        """Return one citation; `section` may be empty where the whole document is meant, `url` may be absent."""
        self.only(("title", "section"), ("url",))
        section = self.at("section")
        url = self.at("url")
        return Citation(
            title=self.at("title").words(),
            section="" if section.value == "" else section.words(),
            url=None if url.value is None else url.words(),
        )
