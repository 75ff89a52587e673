"""The size of the house: what grows past these is given rooms of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MOST_LINES_OF_CODE, MOST_LINES, MOST_PARAMETERS = 40, 300, 6


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    doc = node.body[0] if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant) else None
    skipped = set(range(doc.lineno, (doc.end_lineno or doc.lineno) + 1)) if doc else set()
    lines = [n for n in range(node.lineno, (node.end_lineno or node.lineno) + 1) if n not in skipped]
    return sum(1 for n in lines if source[n - 1].strip() and not source[n - 1].strip().startswith("#"))


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_no_module_grows_past_a_screenful_of_ideas(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_no_function_is_too_long(path: Path) -> None:
    source = path.read_text(encoding="utf-8").splitlines()
    assert [node.name for node in functions(path) if code_lines(node, source) > MOST_LINES_OF_CODE] == []


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_no_function_takes_too_much(path: Path) -> None:
    # commands of the command line are options, not parameters
    if path.name == "app.py":
        return

    def taken(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        arguments = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        return len([name for name in arguments if name not in ("self", "cls")])

    assert {node.name: taken(node) for node in functions(path) if taken(node) > MOST_PARAMETERS} == {}


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_no_room_imports_the_front_door(path: Path) -> None:
    # import-linter does not see `from unequal import ...` inside the package
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "unequal"]
    plain = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    assert imported == []
    assert "unequal" not in plain


def test_an_analysis_imports_of_another_only_its_facts() -> None:
    wrong = []
    for path in sorted((ROOT / "src/unequal/analyses").glob("*/*.py")):
        own = path.parent.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unequal.analyses."):
                other, _, rest = (node.module or "").removeprefix("unequal.analyses.").partition(".")
                if other != own and rest != "facts":
                    wrong.append((str(path.relative_to(ROOT)), node.module))
    assert wrong == []
