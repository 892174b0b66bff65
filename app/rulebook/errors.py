"""The one error of reading rule files."""

from pathlib import Path


class RulebookError(Exception):
    """A rule file is broken: `file` says where, `path` at which property, `problem` what is wrong, `remedy` what to do.

    The message names all four, for whoever has to mend the file.
    """

    def __init__(self, file: Path, path: str, problem: str, remedy: str) -> None:
        """Keep the four parts and make one sentence of them."""
        super().__init__(f"{file}: {path}: {problem}. {remedy}.")
        self.file = file
        self.path = path
        self.problem = problem
        self.remedy = remedy
