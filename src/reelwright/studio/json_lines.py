"""Where in a JSON text the places are that faults name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def lines_of(text: str) -> dict[str, int]:
    """The line (from 1) on which the value of each JSON pointer begins. A text that is not JSON gives what was read until then."""
    return dict(_places(text))


def line_of(lines: dict[str, int], pointer: str) -> int:
    """The line of a place, or of the nearest thing around it that is written there."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer, 1)


def _places(text: str) -> Iterator[tuple[str, int]]:
    stack: list[list[str | int]] = []  # [kind, key or index] of what we are within
    line, seen = 1, 0
    expects_key = False
    for token in _TOKEN.finditer(text):
        line += text.count("\n", seen, token.start())
        seen = token.start()
        word = token.group()
        if word in ("}", "]"):
            if stack:
                stack.pop()
        elif word == ",":
            if stack and stack[-1][0] == "[":
                stack[-1][1] = int(stack[-1][1]) + 1
            expects_key = bool(stack) and stack[-1][0] == "{"
        elif word == ":":
            expects_key = False
        elif expects_key and stack and stack[-1][0] == "{":
            stack[-1][1] = _escaped(word[1:-1])
        else:
            yield "".join(f"/{key}" for _, key in stack), line
            if word in ("{", "["):
                stack.append([word, 0 if word == "[" else ""])
                expects_key = word == "{"


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
