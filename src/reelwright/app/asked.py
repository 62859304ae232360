"""How wishes from outside are read."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Asked(BaseModel):
    """What is handed in: camelCase outside, snake_case inside, and an unknown field is an error rather than silently lost."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", str_strip_whitespace=True
    )
