"""The mutants of a module: each one change away from it, none twice, none that differs in words alone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from operators import OPERATORS

# Members of enums and None are one object each, so that these two comparisons of them can't differ.
_THE_SAME = {
    "ReplaceComparisonOperator_Is_Eq",
    "ReplaceComparisonOperator_IsNot_NotEq",
    "ReplaceComparisonOperator_Eq_Is",
    "ReplaceComparisonOperator_NotEq_IsNot",
}


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the operator that made it, and the module's code with it."""

    module: Path
    operator: str
    code: str

    @property
    def id(self) -> str:
        return sha256(f"{self.module}\0{self.code}".encode()).hexdigest()[:16]


def mutants(module: Path, code: str) -> Iterator[Mutant]:
    """Give the mutants of a module in the order of the operators."""
    seen = {_essence(code)}
    tree = get_ast(code)
    for name, make in _operators():
        operator = make()
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(count):
            changed = mutate_code(code, make(), occurrence)
            essence = changed and _essence(changed)
            if changed and essence and essence not in seen:
                seen.add(essence)
                yield Mutant(module, name, changed)


def _operators() -> Iterator[tuple[str, type]]:
    core = cosmic_ray.plugins.OPERATOR_PROVIDERS["core"]
    for name in core:
        if name not in _THE_SAME and not core[name].arguments():
            yield name, core[name]
    yield from OPERATORS.items()


def _essence(code: str) -> str | None:
    """Return what the code does, without its annotations, docstrings, `__all__`, caches, and arguments of decorators.

    None is no Python at all.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    return ast.dump(_WithoutWords().visit(tree))


class _WithoutWords(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        node.decorator_list = [one for one in map(_bare, node.decorator_list) if getattr(one, "id", "") != "lru_cache"]
        return _without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.decorator_list = [_bare(one) for one in node.decorator_list]
        return _without_docstring(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self.generic_visit(node)
        return _without_docstring(node)

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Take arguments that are told by name, or by place, for arguments of either kind."""
        self.generic_visit(node)
        defaults = [*node.defaults, *(one for one in node.kw_defaults if one is not None)]
        every = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        return ast.arguments([], every, node.vararg, [], [], node.kwarg, defaults)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        is_a_type = isinstance(node.value, ast.Subscript) and "Callable" in ast.dump(node.value)
        is_for_importers = any(getattr(target, "id", "") == "__all__" for target in node.targets)
        return ast.Pass() if is_a_type or is_for_importers else node


def _bare(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _without_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> ast.AST:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        node.body = node.body[1:] or [ast.Pass()]
    return node
