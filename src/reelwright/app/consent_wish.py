"""How consent to a clone is handed in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from reelwright.app.asked import Asked
from reelwright.productions.voices.consent import Declared


class ConsentAsked(Asked):
    """``how`` says whether it is one's own voice or one has the person's written permission; ``agreed`` is ticked by whoever
    sends it, and is recorded with their account and the time."""

    how: Literal["own-voice", "written-permission"]
    agreed: bool = Field(description="must be true")
    person: str = Field("", max_length=200, description="who is heard; wanted for a written permission")
    statement: str = Field("", max_length=2000, description="what was declared; a usual sentence if left out")

    def declared(self) -> Declared:
        return Declared(self.how, self.person, self.statement, self.agreed)
