"""The small language of models: arithmetic over names, evaluated here and written as live formulas in a spreadsheet.

Allowed are numbers, names of inputs and earlier formulas, ``+ - * / **``, comparisons, parentheses and the functions of
`FUNCTIONS`. Nothing else parses, so a model cannot run code.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from .blocks import Model

FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
    "ln": math.log,
    "exp": math.exp,
    "where": lambda condition, yes, no: yes if condition else no,
}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
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
        values[formula.name] = float(_value(parsed(formula.expression), values))
    return values


def parsed(expression: str) -> ast.expr:
    """Return the tree of an expression.

    Raises:
        ValueError: It is no expression.
    """
    try:
        return ast.parse(expression, mode="eval").body
    except SyntaxError as fault:
        problem = f"'{expression}' is no expression of the model language"
        raise ValueError(problem) from fault


def _value(node: ast.expr, values: Mapping[str, float]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=op, operand=inner) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(inner, values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_value(one, values) for one in arguments))
    problem = f"the model language has no '{ast.unparse(node)}'"
    raise ValueError(problem)
