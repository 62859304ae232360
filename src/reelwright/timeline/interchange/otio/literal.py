"""Texts that mean themselves: braces that are no placeholders."""

from __future__ import annotations

from typing import Any, cast


def literal(tree: Any) -> Any:
    """The tree as a document that says the same when it is filled. A document inside it has placeholders of its own, which stay."""
    if isinstance(tree, str):
        return tree.replace("{{", r"\{{")
    if isinstance(tree, list):
        return [literal(item) for item in cast("list[Any]", tree)]
    if isinstance(tree, dict):
        entry = cast("dict[str, Any]", tree)
        raw = {"document"} if entry.get("type") == "composition" else set[str]()
        return {key: value if key in raw else literal(value) for key, value in entry.items()}
    return tree
