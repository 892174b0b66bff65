"""Reading one YAML file strictly, before anything is known of what it means."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from app.rulebook.errors import RulebookError

try:
    # PyYAML's own parser in C, some six times as fast; what it reads is the same.
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # pragma: no cover - a PyYAML that was built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class _DuplicateKeyError(Exception):
    """The same key stands twice in one mapping."""

    def __init__(self, key: object, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class _StrictLoader(_SafeLoader):
    """PyYAML's safe loader, which also refuses duplicate keys and leaves dates as the words that stand in the file.

    PyYAML would take the last of two equal keys without a word, and fail on 2020-02-30 without naming the property.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute, narrowed here once
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a mapping whose keys differ."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key in seen:
                raise _DuplicateKeyError(key, key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep)


def yaml_files(folder: Path) -> Iterator[Path]:
    """Give the YAML files below a folder in the order of their names; raises RulebookError for a `.yml` file."""
    for path in sorted(folder.rglob("*.y*ml")):
        if path.suffix != ".yaml":
            raise RulebookError(path, "file name", "rule files end in .yaml", "Rename the file")
        yield path


def read_mapping(file: Path) -> tuple[bytes, Mapping[Any, Any]]:
    """Return a file's bytes and the mapping in it; raises RulebookError for what is no YAML mapping."""
    content = file.read_bytes()
    try:
        # The loader is a safe one: it makes plain values only.
        parsed = yaml.load(content, Loader=_StrictLoader)  # noqa: S506 - a subclass of SafeLoader
    except _DuplicateKeyError as error:
        raise RulebookError(
            file, str(error.key), f"the key stands twice, again in line {error.line}", "Keep one of them"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise RulebookError(file, "whole file", f"this is no YAML ({problem})", "Mend the syntax") from error
    if not isinstance(parsed, dict):
        raise RulebookError(file, "whole file", "this is no mapping of keys to values", "Begin with `id: …`")
    return content, parsed
