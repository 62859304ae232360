"""The expression language of ``{{ }}``: small, total and sandboxed. Values are JSON values; there are no loops and no calls but the table's.

Grammar, loosest first: ``a ? b : c``, ``or``, ``and``, ``not``, comparison (== != < <= > >= in), ``+ -``, ``* / %``,
unary ``-``, then ``name``, ``.field``, ``[index]``, ``function(…)``, numbers, strings, ``true false null``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, cast

Value = Any
"""A JSON value."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<name>[A-Za-z_]\w*)|(?P<op>==|!=|<=|>=|[-+*/%<>().,\[\]?:]))"
)
_SPEC = re.compile(r",?(\.\d)?[df%]|0\dd")
_DEEPEST = 50
_LONGEST = 100_000


class ExpressionError(ValueError):
    """The expression cannot be read or has no value."""


def evaluate(source: str, names: Mapping[str, Value]) -> Value:
    """The value of an expression. Raises ``ExpressionError`` saying what is wrong; never anything else."""
    parser = _Parser(_tokens(source), names)
    value = parser.ternary()
    parser.finish()
    return value


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(source.rstrip())
    if end > 10_000:
        raise ExpressionError("expression is too long")
    while position < end:
        match = _TOKEN.match(source, position)
        if match is None:
            raise ExpressionError(f"cannot read {source[position:].strip()[:20]!r}")
        tokens.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent that evaluates as it reads; ``quiet`` branches are read but their errors do not count."""

    def __init__(self, tokens: list[tuple[str, str]], names: Mapping[str, Value]) -> None:
        self._tokens = tokens
        self._names = names
        self._at = 0
        self._depth = 0
        self._skipping = 0

    def finish(self) -> None:
        if self._at < len(self._tokens):
            raise ExpressionError(f"unexpected {self._tokens[self._at][1]!r}")

    def _take(self, *texts: str) -> str | None:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if text in texts and kind in ("op", "name"):
                self._at += 1
                return text
        return None

    def _expect(self, text: str) -> None:
        if not self._take(text):
            found = self._tokens[self._at][1] if self._at < len(self._tokens) else "the end"
            raise ExpressionError(f"expected {text!r} before {found!r}")

    def _skipped(self, skip: object, read: Callable[[], Value]) -> Value:
        """Read a branch; when ``skip``, without looking anything up."""
        self._skipping += bool(skip)
        try:
            return read()
        finally:
            self._skipping -= bool(skip)

    def ternary(self) -> Value:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("expression is nested too deeply")
        value = self._or()
        if self._take("?"):
            yes = self._skipped(not value, self.ternary)
            self._expect(":")
            no = self._skipped(value, self.ternary)
            value = yes if value else no
        self._depth -= 1
        return value

    def _or(self) -> Value:
        value = self._and()
        while self._take("or"):
            right = self._skipped(value, self._and)
            value = value or right
        return value

    def _and(self) -> Value:
        value = self._not()
        while self._take("and"):
            right = self._skipped(not value, self._not)
            value = value and right
        return value

    def _not(self) -> Value:
        flips = 0
        while self._take("not"):
            flips += 1
        value = self._comparison()
        return value if flips == 0 else bool(value) == (flips % 2 == 0)

    def _comparison(self) -> Value:
        value = self._sum()
        while op := self._take("==", "!=", "<", "<=", ">", ">=", "in"):
            right = self._sum()
            value = False if self._skipping else _compare(op, value, right)
        return value

    def _sum(self) -> Value:
        value = self._product()
        while op := self._take("+", "-"):
            right = self._product()
            value = None if self._skipping else _arithmetic(op, value, right)
        return value

    def _product(self) -> Value:
        value = self._unary()
        while op := self._take("*", "/", "%"):
            right = self._unary()
            value = None if self._skipping else _arithmetic(op, value, right)
        return value

    def _unary(self) -> Value:
        minus = 0
        while self._take("-"):
            minus += 1
        value = self._postfix()
        return value if minus == 0 or self._skipping else _arithmetic("*", value, (-1) ** minus)

    def _postfix(self) -> Value:
        value = self._primary()
        while True:
            if self._take("."):
                value = self._field(value, self._name())
            elif self._take("["):
                index = self.ternary()
                self._expect("]")
                value = self._field(value, index)
            else:
                return value

    def _name(self) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "name":
            self._at += 1
            return self._tokens[self._at - 1][1]
        raise ExpressionError("expected a name after '.'")

    def _field(self, value: Value, key: Value) -> Value:
        if self._skipping:
            return None
        if isinstance(value, dict):
            fields = cast("dict[str, Value]", value)
            if key in fields:
                return fields[key]
            raise ExpressionError(f"there is no {key!r}; there is: {', '.join(map(str, fields)) or 'nothing'}")
        if isinstance(value, (list, str)) and isinstance(key, int) and not isinstance(key, bool):
            items = cast("list[Value]", value)
            if -len(items) <= key < len(items):
                return items[key]
            raise ExpressionError(f"index {key} is outside 0 to {len(items) - 1}")
        raise ExpressionError(f"cannot take {key!r} of {_kind(cast(Value, value))}")

    def _primary(self) -> Value:
        if self._at >= len(self._tokens):
            raise ExpressionError("the expression ends too early")
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "string":
            return re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), text[1:-1])
        if text == "(":
            value = self.ternary()
            self._expect(")")
            return value
        if kind == "name":
            return self._named(text)
        raise ExpressionError(f"unexpected {text!r}")

    def _named(self, name: str) -> Value:
        if name in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[name]
        if self._take("("):
            arguments: list[Value] = []
            while not self._take(")"):
                if arguments:
                    self._expect(",")
                arguments.append(self.ternary())
            return None if self._skipping else _call(name, arguments)
        if self._skipping:
            return None
        if name not in self._names:
            close = get_close_matches(name, self._names, n=1)
            known = f"did you mean {close[0]!r}?" if close else "variables: " + (", ".join(self._names) or "none")
            raise ExpressionError(f"there is no variable {name!r}; {known}")
        return self._names[name]


def _kind(value: Value) -> str:
    kinds = {
        str: "a text",
        bool: "true/false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        type(None): "null",
    }
    return next((name for kind, name in kinds.items() if type(value) is kind), "a value")


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _compare(op: str, left: Value, right: Value) -> bool:
    if op == "==":
        return left == right
    if op == "!=":
        return left != right
    if op == "in":
        if isinstance(right, (list, dict)) or (isinstance(right, str) and isinstance(left, str)):
            return left in right
        raise ExpressionError(f"cannot look for {_kind(left)} in {_kind(right)}")
    if (_is_number(left) and _is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]
    raise ExpressionError(f"cannot compare {_kind(left)} with {_kind(right)}")


def _arithmetic(op: str, left: Value, right: Value) -> Value:
    if op == "+" and isinstance(left, str) and isinstance(right, str):
        return _limited(left + right)
    if not (_is_number(left) and _is_number(right)):
        raise ExpressionError(f"cannot use {op!r} on {_kind(left)} and {_kind(right)}")
    if op in "/%" and right == 0:
        raise ExpressionError("division by zero")
    value = (
        left + right
        if op == "+"
        else left - right
        if op == "-"
        else left * right
        if op == "*"
        else left / right
        if op == "/"
        else left % right
    )
    if not abs(value) < 1e15:
        raise ExpressionError("the number is too large")
    return value


def _limited(text: str) -> str:
    if len(text) > _LONGEST:
        raise ExpressionError("the text is too long")
    return text


def _format(value: Value, spec: Value) -> str:
    if not _is_number(value) or not isinstance(spec, str) or not _SPEC.fullmatch(spec):
        raise ExpressionError("format takes a number and a pattern such as ',d', '.2f' or '.0%'")
    return format(round(value) if spec.endswith("d") else value, spec)


def _length(value: Value) -> int:
    if not isinstance(value, (str, list, dict)):
        raise ExpressionError(f"len of {_kind(value)}")
    return len(cast("list[Value]", value))


def _text_function(change: Callable[[str], str]) -> Callable[[Value], str]:
    def apply(value: Value) -> str:
        return _limited(change(as_text(value)))

    return apply


def as_text(value: Value) -> str:
    """How a value reads inside a text: whole floats without ``.0``, true/false in lower case, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, dict)):
        raise ExpressionError(f"{_kind(cast(Value, value))} cannot stand inside a text")
    return str(value)


def _numbers(function: Callable[..., Value]) -> Callable[..., Value]:
    def apply(*values: Value) -> Value:
        if not values or not all(_is_number(value) for value in values):
            raise ExpressionError("the function takes numbers")
        return function(*values)

    return apply


def _rounded(value: float, digits: float = 0) -> float:
    return round(value, int(digits)) if digits else round(value)


def _join(values: Value, separator: Value = ", ") -> str:
    if not isinstance(values, list) or not isinstance(separator, str):
        raise ExpressionError("join takes a list and a text")
    return _limited(separator.join(as_text(value) for value in cast("list[Value]", values)))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "len": _length, "upper": _text_function(str.upper), "lower": _text_function(str.lower), "title": _text_function(str.title),
    "trim": _text_function(str.strip), "text": as_text, "format": _format, "join": _join,
    "round": _numbers(_rounded), "abs": _numbers(abs), "min": _numbers(min), "max": _numbers(max),
}  # fmt: skip
"""Every function the language has."""


def _call(name: str, arguments: list[Value]) -> Value:
    if name not in FUNCTIONS:
        raise ExpressionError(f"there is no function {name!r}; there is: {', '.join(FUNCTIONS)}")
    try:
        return FUNCTIONS[name](*arguments)
    except TypeError:
        raise ExpressionError(f"{name} was given {len(arguments)} values, which it does not take") from None
