"""Mutations beside those that cosmic-ray brings: our tables are names, lambdas and patterns, which it leaves alone.

Each class is an operator of cosmic-ray (`mutation_positions`, `mutate`) over the tree that parso makes of a module.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator

Node = Any
Span = tuple[tuple[int, int], tuple[int, int]]

_MEMBER = re.compile(r"(?P<of>[A-Z]\w*)\.(?P<name>[A-Z][A-Z0-9_]*)")
_QUANTITY = re.compile(r"(?<=[{,])[0-9]+(?=[},])")


class _Rewriter(Operator):
    """An operator that puts other words in the place of a node; `rewritten` gives one text a mutant."""

    def rewritten(self, node: Node) -> Sequence[str]:
        raise NotImplementedError

    def mutation_positions(self, node: Node) -> Iterator[Span]:
        for _ in self.rewritten(node):
            yield (node.start_pos, node.end_pos)

    def mutate(self, node: Node, index: int) -> Node:
        prefix = node.get_first_leaf().prefix
        return parso.parse(prefix + self.rewritten(node)[index])

    @classmethod
    def examples(cls) -> Sequence[Any]:
        return ()


class AnotherMember(_Rewriter):
    """Name another member of the same enum, the next one that the module itself names: S.DRAFT for S.APPROVED."""

    def rewritten(self, node: Node) -> Sequence[str]:
        found = _member(node)
        if found is None:
            return ()
        named = sorted({one["name"] for one in _MEMBER.finditer(_code_of_module(node)) if one["of"] == found["of"]})
        if len(named) < 2:
            return ()
        following = named[(named.index(found["name"]) + 1) % len(named)]
        return (f"{found['of']}.{following}",)


class DropElement(_Rewriter):
    """Leave out one element of a tuple, list or set that has several."""

    def rewritten(self, node: Node) -> Sequence[str]:
        elements = _elements(node)
        if len(elements) < 2:
            return ()
        opening, closing = node.children[0].value, node.children[-1].value
        kept = ([*elements[:index], *elements[index + 1 :]] for index in range(len(elements)))
        return tuple(f"{opening}{', '.join(one)},{closing}" for one in kept)


class DropLastArgument(_Rewriter):
    """Leave out the last of several further arguments: the second of two next states."""

    def rewritten(self, node: Node) -> Sequence[str]:
        if node.type != "arglist" or node.get_previous_leaf().get_previous_leaf().value != "_rows":
            return ()
        words = [one.get_code().strip() for one in node.children if one.type != "operator"]
        return (", ".join(words[:-1]),) if len(words) > 4 else ()


class SwapRows(_Rewriter):
    """Let two neighbouring rows of the decision table change places."""

    def rewritten(self, node: Node) -> Sequence[str]:
        rows = _elements(node)
        if not rows or not all(one.startswith("Row(") for one in rows):
            return ()
        swapped = ([*rows[:i], rows[i + 1], rows[i], *rows[i + 2 :]] for i in range(len(rows) - 1))
        return tuple(f"({', '.join(one)},)" for one in swapped)


class Negate(_Rewriter):
    """Turn a condition round: of a lambda, of a comprehension, of what a function that tells yes or no returns."""

    def rewritten(self, node: Node) -> Sequence[str]:
        condition = _condition(node)
        if condition is None:
            return ()
        code, asked = node.get_code(include_prefix=False), condition.get_code(include_prefix=False)
        return (code.removesuffix(asked) + f"(not ({asked}))",)


class OtherQuantity(_Rewriter):
    """Let a pattern want one more, or one less, of something: [0-9]{8} becomes [0-9]{9}."""

    def rewritten(self, node: Node) -> Sequence[str]:
        if node.type != "string" or not node.value.startswith(('r"', "r'", 'f"', "f'")):
            return ()
        code = node.value
        return tuple(
            code[: found.start()] + str(int(found[0]) + offset) + code[found.end() :]
            for found in _QUANTITY.finditer(code)
            for offset in (1, -1)
        )


def _member(node: Node) -> re.Match[str] | None:
    if node.type not in ("power", "atom_expr") or len(node.children) != 2:
        return None
    return _MEMBER.fullmatch(node.get_code(include_prefix=False))


def _code_of_module(node: Node) -> str:
    code: str = node.get_root_node().get_code()
    return code


def _elements(node: Node) -> list[str]:
    """Return the elements of a literal in brackets, and none of a comprehension or of an expression in brackets."""
    if node.type != "atom" or len(node.children) != 3:
        return []
    if node.children[1].type not in ("testlist_comp", "dictorsetmaker"):
        return []
    inner = node.children[1].children
    if any(one.type.endswith("comp_for") or (one.type == "operator" and one.value == ":") for one in inner):
        return []
    elements = [one for one in inner if not (one.type == "operator" and one.value == ",")]
    return [one.get_code(include_prefix=False) for one in elements]


def _condition(node: Node) -> Node | None:
    if node.type == "lambdef":
        return node.children[-1]
    if node.type == "comp_if":
        return node.children[1]
    if node.type == "return_stmt":
        function = node.search_ancestor("funcdef")
        told = function.annotation if function is not None else None
        if told is not None and told.get_code().strip() == "bool":
            return node.children[1]
    return None


OPERATORS: dict[str, type[Operator]] = {
    one.__name__: one for one in (AnotherMember, DropElement, DropLastArgument, SwapRows, Negate, OtherQuantity)
}
