"""`reel dub`"""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.dub_wiring import dub_tools
from reelwright.app.lip_wiring import check_lip_sync
from reelwright.app.own_books import own_providers
from reelwright.cli.lexicon_file import lexicon_for
from reelwright.cli.lip_sync import told
from reelwright.cli.output_names import spare
from reelwright.cli.progress import StageBars
from reelwright.errors import ConsentNeeded, InvalidInput
from reelwright.productions.dub.fit.limits import DEFAULT, SLOW_PICTURE
from reelwright.productions.dub.language_tags import language_tag
from reelwright.productions.voices.consent import declared_by_speaker
from reelwright.productions.voices.folder_library import user_here
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import CloneWish, DubRequest, DubResult

_LABELS = {
    "transcript": "Transcript", "translation": "Translation", "speech": "Voices", "mix": "Sound", "lips": "Lips",
    "video": "Video",
}  # fmt: skip


class Background(StrEnum):
    auto = "auto"
    keep = "keep"
    duck = "duck"
    none = "none"


class CaptionsAt(StrEnum):
    bottom = "bottom"
    top = "top"


class Stop(StrEnum):
    transcript = "transcript"
    translation = "translation"
    speech = "speech"
    mix = "mix"
    lips = "lips"


def command(
    video: Annotated[Path, typer.Argument(help="The video to dub: mp4, mkv, mov, webm …")],
    to: Annotated[
        list[str], typer.Option("--to", help="Language to speak (es, de, pt-BR …); several make several tracks.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The dubbed video; VIDEO.LANGUAGE.mp4 (or .mkv) by default.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="Language of the video; found out if left out.")] = None,
    speakers: Annotated[
        int | None, typer.Option(min=1, max=20, help="How many people speak; found out if left out.")
    ] = None,
    transcript: Annotated[
        Path | None,
        typer.Option(
            help="Your own transcript (.srt, .vtt, .ass, .tsv, .json), or the bare text (.txt), which is timed."
        ),
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Words that are always said so: one `word = how it is said` a line.")
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option(help="Pronunciations, lines of: word = respelling. lexicon.txt beside VIDEO if left out."),
    ] = None,
    voice: Annotated[
        list[str] | None,
        typer.Option(help="SPEAKER=VOICE, or a voice for everybody; chosen by the speakers if left out."),
    ] = None,
    clone: Annotated[
        str | None,
        typer.Option(help="Speak with clones of the speakers' own voices, by a provider of clones (auto: the best)."),
    ] = None,
    consent: Annotated[
        list[str] | None,
        typer.Option(
            help='That they agreed: own, or "written: NAME"; SPEAKER=own for one of several. Wanted by --clone.'
        ),
    ] = None,
    keep_voices: Annotated[
        bool,
        typer.Option(
            "--keep-voices", help="Keep the clones in your library; else they are removed at the provider afterwards."
        ),
    ] = False,
    register: Annotated[str, typer.Option(help="How people are addressed: formal, informal …")] = "",
    about: Annotated[str, typer.Option(help="What the video is about: one line helps the translator.")] = "",
    background: Annotated[
        Background,
        typer.Option(help="keep: the voices are taken out of the source's sound; duck: it is lowered; none."),
    ] = Background.auto,
    burn_captions: Annotated[
        bool, typer.Option("--burn-captions", help="Draw the captions into the picture (which is then encoded again).")
    ] = False,
    captions_at: Annotated[
        CaptionsAt,
        typer.Option(help="Where --burn-captions draws them; top, if the picture has captions of its own."),
    ] = CaptionsAt.bottom,
    slow_picture: Annotated[
        bool,
        typer.Option(
            "--slow-picture",
            help="Show the picture up to a tenth slower where a line cannot be fitted otherwise; all after it comes later.",
        ),
    ] = False,
    lip_sync: Annotated[
        bool,
        typer.Option(
            "--lip-sync",
            help="Bring the mouths in line with the (first) language, where a model or provider is set; the picture is encoded again.",
        ),
    ] = False,
    lip_sync_by: Annotated[
        str | None, typer.Option(help="Who does it: wav2lip (here), sync; the best that is configured if left out.")
    ] = None,
    review: Annotated[
        bool,
        typer.Option(
            "--review",
            help="Stop after the translation, to look at it and edit it; the same command without it goes on.",
        ),
    ] = False,
    stop_after: Annotated[Stop | None, typer.Option(help="Stop there; the same command goes on.")] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Most US dollars this dub may spend at providers; no limit if left out.")
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            help="Folder for transcript, speech and sound; VIDEO.dub beside the output by default: the next language finds it."
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, even if the segments were edited.")] = False,
    jobs: Annotated[int, typer.Option(help="Processor cores to use; 0 is all.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    targets = tuple(dict.fromkeys(language_tag(each) for told in to for each in told.split(",") if each.strip()))
    lips = lip_sync_by or ("auto" if lip_sync else None)
    if output:
        spare(output, video)
    request = DubRequest(
        video, output or _output(video, targets), targets, project,
        language_tag(from_) if from_ else None, speakers or -1, transcript, glossary, _voices(voice or []),
        register, about, background.value, burn_captions, stop_after=stop_after.value if stop_after else "translation" if review else "video",
        is_fresh=fresh, limits=SLOW_PICTURE if slow_picture else DEFAULT, jobs=jobs, lexicon=lexicon_for(video, lexicon),
        clone=_clone_wish(clone, consent or [], keep_voices), lip_sync=lips, captions_at=captions_at.value,
    )  # fmt: skip
    providers = own_providers(request.folder, None if budget is None else round(budget * 1_000_000))
    if lips:
        check_lip_sync(providers, lips)
    began = time.monotonic()
    with StageBars(_LABELS) as bars:
        result = dub(
            request, dub_tools(providers), lambda progress: bars.show(progress.stage, progress.done, progress.total)
        )
    if json_:
        typer.echo(json.dumps({"ok": True} | _row(result), ensure_ascii=False))
    else:
        _print(result, time.monotonic() - began)


def _output(video: Path, targets: tuple[str, ...]) -> Path:
    suffix = video.suffix.lower() if video.suffix.lower() in (".mp4", ".mkv", ".mov", ".webm") else ".mkv"
    return Path(f"{video.stem}.{'-'.join(targets) or 'dub'}{suffix}")


def _clone_wish(provider: str | None, consent: list[str], keeps: bool) -> CloneWish | None:
    if provider is None:
        if consent or keeps:
            raise InvalidInput("--consent and --keep-voices are of clones", hint="add --clone auto")
        return None
    if not consent:
        raise ConsentNeeded(
            "voices are not cloned without the consent of the people who are heard",
            hint='--consent own for your own voice, --consent "A=written: NAME" for a speaker who permitted it in writing',
        )
    return CloneWish(provider, declared_by_speaker(consent), user_here(), keeps, replaces=True)


def _voices(told: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in told:
        name, sign, voice = each.partition("=")
        if sign and not (name.strip() and voice.strip()):
            raise InvalidInput(f"--voice {each} names nobody", hint="write SPEAKER=VOICE, for example A=espeak:es")
        found[name.strip() if sign else "*"] = voice.strip() if sign else each.strip()
    return found


def _row(result: DubResult) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, Path):
            return str(value)
        return [plain(each) for each in value] if isinstance(value, list) else value

    return {name: plain(value) for name, value in vars(result).items()}


def _print(result: DubResult, seconds: float) -> None:
    for note in result.notes:
        typer.echo(f"note: {note}", err=True)
    told_of = [
        _counted(result.segments, "segment"),
        f"in {result.language}",
        f"by {_counted(result.speakers, 'speaker')}",
    ]
    typer.echo(" ".join(told_of))
    for language, timing in result.timing.items():
        typer.echo(
            f"{language}: {timing['in_slot']:.0%} in their time, {timing['overlaps']} overlaps, "
            f"stretched by {timing['median_stretch']:.2f} (median), {len(result.spoken.get(language, ()))} spoken now"
        )
    if result.lips:
        typer.echo(f"lips: {told(result.lips)}")
    for language, rows in result.review.items():
        for segment, reason in rows.items():
            typer.echo(f"look at {segment} in {language}: {reason}", err=True)
    if result.video is None:
        typer.echo(
            f"stopped as asked; edit {result.document} (`reel segments` helps), then run the same command to go on"
        )
        return
    beside = [*result.captions, *([result.report] if result.report else [])]
    typer.echo(f"made in {seconds:.0f} s; beside it: {', '.join(path.name for path in beside)}")
    typer.echo(str(result.video))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
