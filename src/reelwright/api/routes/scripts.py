"""Scripts on their own: looked at, improved, its changes accepted. Writing one is in ``stages``."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Success, Wire
from reelwright.database.ownership import OwnedSession
from reelwright.productions.narrate.review.analysis import analyze
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.sentence_changes import Change, ChangeKind, Proposal
from reelwright.workflows.engine import INTERACTIVE
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.script_work import read_script, take

router = APIRouter(prefix="/api/scripts", tags=["stages"])

MOST_TEXT = 100_000
_Sentence = Annotated[str, Field(max_length=MOST_TEXT)]


class AnalysisAsked(Asked):
    """``script`` is one, or an article; ``seconds`` is how long it should take to say."""

    script: str = Field(
        min_length=1, max_length=MOST_TEXT, examples=["# Rice\n\nDid you know that 3 billion people eat rice?"]
    )
    language: str | None = Field(None, max_length=35)
    seconds: float | None = Field(None, ge=1, le=36_000)


class ImproveAsked(Asked):
    """Without an instruction the script is improved by what an analysis finds."""

    script: str = Field(min_length=1, max_length=MOST_TEXT)
    instruction: str = Field("", max_length=4000, examples=["make the opening stronger"])


class ChangeWire(Asked):
    """``sentence`` counts from 1 in its section; an added one stands after it (0: at the section's beginning)."""

    number: int = Field(ge=1, le=1_000_000)
    kind: ChangeKind
    section: int = Field(ge=1, le=500)
    sentence: int = Field(ge=0, le=2000)
    before: _Sentence
    after: _Sentence
    picture: str = Field("", max_length=1000)


class AcceptAsked(Asked):
    """``base`` and ``changes`` as the job answered them; ``script`` may have been edited since. ``accept`` names changes by number."""

    script: str = Field(min_length=1, max_length=MOST_TEXT)
    base: list[Annotated[list[_Sentence], Field(max_length=2000)]] = Field(max_length=500)
    changes: list[ChangeWire] = Field(max_length=2000)
    accept: Literal["all"] | Annotated[list[int], Field(max_length=2000)] = "all"


class FindingShown(Wire):
    """``section`` and ``sentence`` count from 1, ``start`` and ``end`` are characters of the sentence."""

    kind: str
    section: int
    sentence: int
    start: int
    end: int
    message: str
    suggestion: str


class ReasonShown(Wire):
    points: int
    reason: str


class ReadingShown(Wire):
    formula: Literal["flesch-kincaid", "lix", "none"]
    value: float | None
    meaning: str


class PaceShown(Wire):
    section: int
    title: str
    start: float
    seconds: float
    words: int
    words_per_minute: float
    words_per_sentence: float


class MeasuresShown(Wire):
    """``words`` is 0 where the script writes no spaces."""

    seconds: float
    words: int
    characters: int
    sentences: int
    sections: int
    reading: ReadingShown
    pace: list[PaceShown]


class HookPartShown(Wire):
    name: str
    points: int
    most: int
    reason: str


class HookShown(Wire):
    score: int
    parts: list[HookPartShown]


class AnalysisShown(Wire):
    """``reasons`` say what was taken off 100."""

    score: int
    reasons: list[ReasonShown]
    measures: MeasuresShown
    hook: HookShown
    findings: list[FindingShown]


class AcceptedShown(Wire):
    """``unfit`` are changes that had no place any more: what they change was edited meanwhile."""

    script: str
    applied: list[int]
    unfit: list[int]


@router.post("/analyze", summary="Reading time, difficulty, weak places and a score of a script")
def analyze_script(_caller: Reader, asked: AnalysisAsked) -> Success[AnalysisShown]:
    script = read_script(asked.script, "the script", asked.language)
    return Success(data=AnalysisShown.model_validate(analyze(script, asked.seconds)))


@router.post(
    "/improve",
    summary="Have a text model propose changes to a script",
    status_code=202,
    response_model=Success[JobStarted],
)
def improve_script(
    request: Request, platform: PlatformDep, caller: Maker, asked: ImproveAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    parse_script(asked.script, "the script", "en")
    wish = NewJob("improve", {"text": asked.script, "instruction": asked.instruction}, priority=INTERACTIVE)

    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(create_job(session, platform.engine, caller.user_id, wish)))

    return once(request, platform, caller, asked, make)


@router.post("/accept", summary="Put some of the proposed changes into a script")
def accept_changes(_caller: Reader, asked: AcceptAsked) -> Success[AcceptedShown]:
    base = tuple(tuple(section) for section in asked.base)
    proposal = Proposal(base, tuple(Change(**change.model_dump()) for change in asked.changes))
    done = take(asked.script, "the script", proposal, None if asked.accept == "all" else asked.accept)
    return Success(data=AcceptedShown(script=done.text, applied=list(done.applied), unfit=list(done.unfit)))
