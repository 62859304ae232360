"""Looking at everything a video needs before anything is spent, and telling all that is wrong at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from reelwright.app.expected_cost import Plan, expected_cost
from reelwright.app.providers.choosing import Choice, Providers, loaded
from reelwright.errors import NotReady, ReelwrightError
from reelwright.media.encoders import encoder_facts
from reelwright.providers.manifest import Kind
from reelwright.typesetting.fonts import FontLibrary, visible
from reelwright.workflows.generated_clips import no_makers

_BYTES_A_SECOND = 2_000_000
"""Of video while it is made: chunks, sound and the file itself, at 1080p."""
_LEAST_FREE = 300_000_000
_SAMPLE = "Aa"


@dataclass(frozen=True)
class Problem:
    """What stands in the way, and what to do about it. ``subject`` is what was looked at."""

    subject: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Preflight:
    """``taken`` names the provider of each kind and what it said of its account; ``cost`` in US dollars by kind, at most."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    taken: dict[str, str]
    cost: dict[str, float]

    @property
    def total(self) -> float:
        return round(sum(self.cost.values()), 6)

    def require(self) -> None:
        """Raises ``NotReady`` naming every problem."""
        if not self.problems:
            return
        if len(self.problems) == 1:
            raise NotReady(f"{self.problems[0].subject}: {self.problems[0].message}", hint=self.problems[0].hint)
        told = "".join(
            f"\n  - {each.subject}: {each.message}" + (f" ({each.hint})" if each.hint else "") for each in self.problems
        )
        raise NotReady(f"{len(self.problems)} things stand in the way; nothing was spent:{told}")


def preflight(plan: Plan, providers: Providers, speaker: Callable[[], object] = lambda: None) -> Preflight:
    """Look at keys, balances, languages, fonts, the encoder, the disk and the estimate. Never raises for what it finds.

    ``speaker`` finds the voice that will speak, and raises what is wrong with the wish.
    """
    problems: list[Problem] = []
    chosen = dict(_chosen(plan, providers, problems))
    try:
        speaker()
    except ReelwrightError as error:
        problems.append(Problem("voice", error.message, error.hint))
    taken: dict[str, str] = {}
    with ThreadPoolExecutor(8) as pool:
        for (kind, choice), answer in zip(
            chosen.items(), pool.map(lambda each: _asked(providers, each), chosen.values()), strict=True
        ):
            title = choice.offer.vendor.title
            if isinstance(answer, ReelwrightError):
                problems.append(Problem(f"{kind} by {title}", answer.message, answer.hint))
            taken[kind] = f"{title}: {answer}" if isinstance(answer, str) and answer else title
    cost: dict[str, float] = {}
    for kind, choice in chosen.items():
        try:
            cost[kind] = expected_cost(providers, choice, plan)
        except ReelwrightError as error:
            problems.append(Problem(f"{kind} by {choice.offer.vendor.title}", error.message, error.hint))
    problems += [*_fonts(plan), *_encoder(), *_disk(plan)]
    return Preflight(tuple(problems), _budget(plan, sum(cost.values())), taken, cost)


def _chosen(plan: Plan, providers: Providers, problems: list[Problem]) -> Iterator[tuple[Kind, Choice]]:
    """The first provider of each kind; none where a kind does without."""
    for kind in plan.kinds:
        language = plan.language if kind == "speech" else None
        name = plan.named.get(kind)
        try:
            ranked = [providers.choice(kind, name)] if name else providers.ranked(kind, language=language)
        except ReelwrightError as error:
            problems.append(Problem(kind, error.message, error.hint))
            continue
        if ranked:
            yield kind, ranked[0]
        elif kind == "speech":
            problems.append(
                Problem("speech", f"no voice here speaks {plan.language}", "`reel voices` lists all there are")
            )
        elif kind == "text":
            problems.append(
                Problem(
                    "text", "a topic needs a language model, and none is configured", "`reel doctor` says what to set"
                )
            )
        elif kind == "clips":
            nobody = no_makers()
            problems.append(Problem("clips", nobody.message, nobody.hint))


def _asked(providers: Providers, choice: Choice) -> str | ReelwrightError:
    """What the vendor says of the key; nothing where it cannot be asked without spending."""
    if not choice.offer.vendor.check:
        return ""
    try:
        return str(loaded(choice.offer.vendor.check)(providers.access(choice)))
    except ReelwrightError as error:
        return error


def _fonts(plan: Plan) -> Iterator[Problem]:
    """Letters no font has: a video with boxes for words is worth nothing."""
    library = FontLibrary()
    text = plan.text or _SAMPLE
    missing = library.missing(text, library.families(None, text, locale=plan.language)) & visible(text)
    if missing:
        shown = " ".join(sorted(missing)[:10])
        remedies = [script.remedy for script in library.describe().missing]
        yield Problem("fonts", f"no font here has {shown}", remedies[0] if remedies else "install a font that has them")


def _encoder() -> Iterator[Problem]:
    missing = [name for name, is_here in encoder_facts().encoders.items() if not is_here]
    if missing:
        yield Problem("encoder", f"missing: {', '.join(missing)}", "install the `av` wheel again")


def _disk(plan: Plan) -> Iterator[Problem]:
    folder = next((each for each in (plan.folder, *plan.folder.absolute().parents) if each.is_dir()), Path.cwd())
    needed = _LEAST_FREE + plan.seconds * _BYTES_A_SECOND
    free = shutil.disk_usage(folder).free
    if free < needed:
        yield Problem(
            "disk",
            f"{free / 1e6:.0f} MB are free in {folder}, and {needed / 1e6:.0f} MB may be needed",
            "free some room",
        )


def _budget(plan: Plan, cost: float) -> tuple[str, ...]:
    """Only a word: the estimate is an upper bound, and the books stop before the call that would go over."""
    if plan.budget is None or cost <= plan.budget:
        return ()
    return (
        f"the video may cost up to ${cost:.4f}, more than the budget of ${plan.budget:.2f}; it stops before going over",
    )
