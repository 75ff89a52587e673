"""The small language of models: arithmetic over names, evaluated here and written as live formulas in a spreadsheet.

Allowed are numbers, names of inputs and earlier formulas, ``+ - * / **``, comparisons, parentheses and the functions of
`FUNCTIONS`. Nothing else parses, so a model cannot run code. What has no value (a division by 0, a root of something
below 0, a figure too large) is nan here, as it is an error in a spreadsheet's cell.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from .blocks import Model

Operation = Callable[..., Any]


def _where(condition: float, yes: float, no: float) -> float:
    return yes if condition else no


def _divide(left: float, right: float) -> float:
    return left / right


FUNCTIONS: Mapping[str, Operation] = {
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
    "ln": math.log,
    "exp": math.exp,
    "where": _where,
}
ARGUMENTS: Mapping[str, tuple[int, int]] = {"min": (2, 20), "max": (2, 20), "where": (3, 3)}  # the others take one
OPERATORS: Mapping[type[ast.AST], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.Pow: math.pow,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


def evaluate(model: Model, changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return every input and formula of a model by name.

    Args:
        model: Inputs and formulas; a formula uses only what stands before it.
        changed: Inputs to use instead of the model's own.

    Raises:
        ValueError: A formula holds something that the language has not.
    """
    values = {one.name: float(one.value) for one in model.inputs} | dict(changed or {})
    for formula in model.formulas:
        values[formula.name] = _value(parsed(formula.expression), values)
    return values


def parsed(expression: str) -> ast.expr:
    """Return the tree of an expression.

    Raises:
        ValueError: It is no expression.
    """
    try:
        return ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError) as fault:
        problem = f"'{expression}' is no expression of the model language"
        raise ValueError(problem) from fault


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=op, operand=inner) if type(op) in OPERATORS:
            return _applied(OPERATORS[type(op)], [inner], values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return _applied(OPERATORS[type(op)], [left, right], values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return _applied(OPERATORS[type(op)], [left, right], values)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if _takes(name, len(given)):
            return _applied(FUNCTIONS[name], given, values)
        case _:
            problem = f"the model language has no '{ast.unparse(node)}'"
            raise ValueError(problem)


def _takes(name: str, given: int) -> bool:
    fewest, most = ARGUMENTS.get(name, (1, 1))
    return name in FUNCTIONS and fewest <= given <= most


def _applied(operation: Operation, operands: list[ast.expr], values: Mapping[str, float]) -> float:
    given = [_value(one, values) for one in operands]
    decisive = given[:1] if operation is _where else given  # the side that is not taken may be without a value
    if any(math.isnan(one) for one in decisive):
        return math.nan
    try:
        return float(operation(*given))
    except (ArithmeticError, ValueError):
        return math.nan
