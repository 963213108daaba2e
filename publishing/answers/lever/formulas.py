"""The formulas of books, over exact figures. Their grammar (docs/rules.md) is a part of Python's own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

Values = Mapping[str, Fraction]


@lru_cache(maxsize=256)
def parsed(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def evaluate(text: str, values: Values, on_zero: Callable[[], Fraction]) -> Fraction:
    """``on_zero`` answers for each quotient without a denominator, or raises."""

    def of(node: ast.expr) -> Fraction:
        match node:
            case ast.Name(id=code):
                return values[code]
            case ast.Constant():
                return _number(text.strip(), node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -of(operand)
            case ast.Call(func=ast.Name(id=name), args=args):
                return (min if name == "min" else max)(map(of, args))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = of(left), of(right)
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div():
                        return a / b if b else on_zero()
        raise ValueError(f"{text!r} is no formula")

    return of(parsed(text))


@lru_cache(maxsize=4096)
def _number(text: str, node: ast.Constant) -> Fraction:
    return Fraction(text[node.col_offset : node.end_col_offset])


@lru_cache(maxsize=1024)
def raises(text: str) -> tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """The figures of which more can only raise the formula, with the quotients that bound them as (counts above the line,
    count below it): what is counted above never exceeds what is counted below."""
    found: dict[str, list] = {}
    barred: set[str] = set()

    def walk(node: ast.expr, is_up: bool, bounds: tuple) -> None:
        match node:
            case ast.Name(id=code):
                if is_up:
                    found.setdefault(code, []).extend(bounds)
                else:
                    barred.add(code)
            case ast.UnaryOp(operand=operand):
                walk(operand, False, ())
            case ast.Call(args=args):
                for part in args:
                    walk(part, is_up, bounds)
            case ast.BinOp(left=left, op=op, right=right):
                below = (names(left), right.id) if isinstance(op, ast.Div) and isinstance(right, ast.Name) else None
                walk(left, is_up, (*bounds, below) if below else bounds)
                walk(right, is_up and isinstance(op, ast.Add | ast.Mult), bounds)

    walk(parsed(text), True, ())
    return tuple((code, tuple(bounds)) for code, bounds in found.items() if code not in barred and bounds)


def names(node: ast.expr | str) -> tuple[str, ...]:
    """The figures of a formula or of a part of it."""
    tree = parsed(node) if isinstance(node, str) else node
    return tuple(dict.fromkeys(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in ("min", "max")))
