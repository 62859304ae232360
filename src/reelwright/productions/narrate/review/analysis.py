"""A script looked at without a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reelwright.productions.narrate.review.finding import Finding, lines_of
from reelwright.productions.narrate.review.hook import Hook, hook_findings, hook_of
from reelwright.productions.narrate.review.measures import Measures, measure
from reelwright.productions.narrate.review.wording import weak_wording
from reelwright.productions.narrate.script import Script

_COSTS = {
    "long": (4, 24, "sentences too long for a breath"),
    "repetition": (3, 15, "repetitions"),
    "opening": (2, 8, "sentences that begin like the one before"),
    "passive": (2, 10, "passive verbs"),
    "filler": (1, 8, "words that add nothing"),
    "rhythm": (5, 5, "a rhythm that never changes"),
}
"""For each kind of finding: points off for one, the most off for all, and what they are called."""
_HOOK = 20
_EASY_GRADE, _EASY_LIX = 9.0, 45.0


@dataclass(frozen=True, slots=True)
class Reason:
    """``points`` are taken off 100."""

    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Analysis:
    score: int
    reasons: tuple[Reason, ...]
    measures: Measures
    hook: Hook
    findings: tuple[Finding, ...]

    def as_row(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def analyze(script: Script, seconds: float | None = None) -> Analysis:
    """Measures, weak places and a score. ``seconds`` is how long it should take, if that is known."""
    lines = lines_of(script)
    measures, hook = measure(script, lines), hook_of(lines, script.language)
    findings = [*hook_findings(lines, hook), *weak_wording(lines, script.title, script.language)]
    reasons = _reasons(measures, hook, findings, seconds)
    return Analysis(max(0, 100 - sum(each.points for each in reasons)), tuple(reasons), measures, hook, tuple(findings))


def _reasons(measures: Measures, hook: Hook, findings: Sequence[Finding], seconds: float | None) -> list[Reason]:
    counts = Counter(finding.kind for finding in findings)
    reasons = [
        Reason(min(most, each * counts[kind]), f"{counts[kind]} × {name}" if each < most else name)
        for kind, (each, most, name) in _COSTS.items()
        if counts[kind]
    ]
    if hook.score < 100:
        weak = "; ".join(part.reason for part in hook.parts if part.points < part.most)
        reasons.append(Reason(round(_HOOK * (100 - hook.score) / 100), f"the opening has {hook.score} of 100: {weak}"))
    reading = measures.reading
    if reading.value is not None:
        is_grade = reading.formula == "flesch-kincaid"
        over = reading.value - (_EASY_GRADE if is_grade else _EASY_LIX)
        points = min(15, round(over * 2 if is_grade else over / 2))
        if points > 0:
            name = f"grade {reading.value:g}" if is_grade else f"LIX {reading.value:g}"
            reasons.append(Reason(points, f"hard to follow by ear: {name}, {reading.meaning}"))
    if seconds:
        off = (measures.seconds - seconds) / seconds
        if abs(off) > 0.1:
            how = "longer" if off > 0 else "shorter"
            reasons.append(
                Reason(min(15, round(abs(off) * 30)), f"{abs(off):.0%} {how} than the {seconds:g} s asked for")
            )
    return sorted((reason for reason in reasons if reason.points), key=lambda reason: -reason.points)
