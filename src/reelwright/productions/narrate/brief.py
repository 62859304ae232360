"""What a script should be like, apart from its topic, language and length."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.errors import InvalidInput

_MOST_SECTIONS = 20
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Brief:
    """``sections`` ``None`` is chosen by length. Raises ``InvalidInput`` for what nobody can write by."""

    audience: str = ""
    tone: str = ""
    sections: int | None = None
    has_call_to_action: bool = True

    def __post_init__(self) -> None:
        if self.sections is not None and not 1 <= self.sections <= _MOST_SECTIONS:
            raise InvalidInput(
                f"a script of {self.sections} sections cannot be asked for", hint=f"1 to {_MOST_SECTIONS}"
            )
        for name in ("audience", "tone"):
            if len(getattr(self, name)) > _MOST_LETTERS:
                raise InvalidInput(f"the {name} is described too long", hint=f"at most {_MOST_LETTERS} letters")
