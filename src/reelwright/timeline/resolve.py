"""Document + media facts → resolved timeline: every question answered, in whole frames, samples and pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from reelwright.errors import InvalidDocument, ProviderNeeded, ReelwrightError
from reelwright.timeline.clips import (
    AnyClip,
    AudioClip,
    CaptionsClip,
    CompositionClip,
    GenerateClip,
    ImageClip,
    LottieClip,
    PresenterClip,
    ShapeClip,
    SpeechClip,
    SvgClip,
    TextClip,
    VideoClip,
    VisualClip,
)
from reelwright.timeline.content import (
    CanvasSize,
    animation_content,
    box_of,
    caption_text,
    drawing_content,
    picture_content,
    presenter,
    read_sounds,
    shape,
    text_content,
)
from reelwright.timeline.contents import Content, Nested
from reelwright.timeline.document import Document
from reelwright.timeline.document_sources import document_sources
from reelwright.timeline.nested import DEEPEST, inner_sounds, read_inner
from reelwright.timeline.output_settings import format_meant, settled
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve_layer import Layering
from reelwright.timeline.resolve_sound import Sounds
from reelwright.timeline.resolved import (
    FactsOf,
    MediaFacts,
    ResolvedFont,
    ResolvedLayer,
    ResolvedMatte,
    ResolvedOutput,
    ResolvedSound,
    ResolvedTimeline,
    TextOf,
)
from reelwright.timeline.schedule import Placed, Schedule, clip_seconds, schedule
from reelwright.units.color import parse_color
from reelwright.units.time import frame_at, parse_rate, sample_of

_Told = TypeVar("_Told")
LONGEST_SECONDS = 6 * 3600


def resolve(reading: Reading, facts_of: FactsOf, text_of: TextOf | None = None, *, depth: int = 0) -> ResolvedTimeline:
    """The timeline the renderer draws. ``facts_of`` is asked once per medium, ``text_of`` for drawings and inner documents.

    Raises ``InvalidDocument`` (with a pointer into the written document) and whatever ``facts_of`` and ``text_of`` raise.
    """
    try:
        timeline = _Resolver(reading.document, _once(facts_of), text_of or _no_text, depth).timeline()
        return replace(timeline, layers=tuple(_as_written(layer, reading) for layer in timeline.layers))
    except ReelwrightError as error:
        if error.pointer:
            error.pointer = reading.origin(error.pointer)
        raise


def scheduled(reading: Reading, facts_of: FactsOf, text_of: TextOf | None = None) -> Schedule:
    """When each clip plays, without anything else being resolved. Raises as ``resolve`` does."""
    try:
        return _Resolver(reading.document, _once(facts_of), text_of or _no_text, 0).schedule()
    except ReelwrightError as error:
        if error.pointer:
            error.pointer = reading.origin(error.pointer)
        raise


def _as_written(layer: ResolvedLayer, reading: Reading) -> ResolvedLayer:
    """The layer with the pointer of its clip as written, for what is found wrong when it is drawn."""
    matte = layer.matte and replace(layer.matte, layer=_as_written(layer.matte.layer, reading))
    return replace(layer, pointer=reading.origin(layer.pointer), matte=matte)


def _no_text(source: str) -> str:
    raise InvalidDocument(f"{source} cannot be read here")


def _once(facts_of: FactsOf) -> FactsOf:
    known: dict[str, MediaFacts] = {}

    def facts(source: str) -> MediaFacts:
        if source not in known:
            known[source] = facts_of(source)
        return known[source]

    return facts


def _telling_where(document: Document, read: Callable[[str], _Told]) -> Callable[[str], _Told]:
    """What reads a source, with the place that names the source in what it raises."""

    def reading(source: str) -> _Told:
        try:
            return read(source)
        except ReelwrightError as error:
            if not error.pointer:
                error.pointer = document_sources(document.model_dump(mode="json", by_alias=True)).get(source)
            raise

    return reading


class _Resolver:
    def __init__(self, document: Document, facts_of: FactsOf, text_of: TextOf, depth: int) -> None:
        self.document = document
        self._files = facts_of, text_of
        self.facts_of = _telling_where(document, facts_of)
        self.text_of = _telling_where(document, text_of)
        self.depth = depth
        self.fps = parse_rate(document.canvas.fps)
        self.canvas: CanvasSize = (document.canvas.width, document.canvas.height)
        self._inner: dict[str, ResolvedTimeline] = {}

    def schedule(self) -> Schedule:
        self._refuse_unmade()
        return schedule(self.document, self.fps, self.facts_of, self._inner_seconds)

    def timeline(self) -> ResolvedTimeline:
        plan = self.schedule()
        if plan.duration > LONGEST_SECONDS:
            raise InvalidDocument(
                f"the document lasts {float(plan.duration) / 3600:.1f} hours; the limit is {LONGEST_SECONDS // 3600}",
                pointer="/canvas",
            )
        frames = frame_at(plan.duration, self.fps)
        if frames < 1:
            raise InvalidDocument("the document is shorter than one frame", pointer="/canvas")
        names = [placed.clip.id or placed.pointer for placed in plan.clips]
        return ResolvedTimeline(
            *self.canvas, self.fps, frames, parse_color(self.document.canvas.background),
            self._layers(plan, names, frames), tuple(self._sounds(plan, names, frames)),
            tuple(ResolvedFont(font.family, font.src) for font in self.document.fonts), self._chapters(plan), self._output(),
            self.document.title, self._anchors(plan),
        )  # fmt: skip

    def _refuse_unmade(self) -> None:
        for track_index, track in enumerate(self.document.tracks):
            for index, clip in enumerate(track.clips):
                pointer = f"/tracks/{track_index}/clips/{index}"
                if isinstance(clip, (SpeechClip, GenerateClip)):
                    raise ProviderNeeded(f"this {clip.type} clip has not been made", pointer=pointer)
                if isinstance(clip, PresenterClip) and clip.words is not None:
                    raise ProviderNeeded("the sounds of this presenter's words are not known yet", pointer=pointer)
                if isinstance(clip, (CaptionsClip, PresenterClip)) and clip.of is not None:
                    raise InvalidDocument(f"there is no speech clip {clip.of!r}", pointer=f"{pointer}/of")

    def _chapters(self, plan: Schedule) -> tuple[tuple[str, Fraction], ...]:
        chapters = [
            (chapter.title, clip_seconds(chapter.start, plan.duration, self.fps, f"/chapters/{i}/start"))
            for i, chapter in enumerate(self.document.chapters)
        ]
        return tuple(sorted(chapters, key=lambda chapter: chapter[1]))

    def _anchors(self, plan: Schedule) -> tuple[int, ...]:
        lowest = min((p.track for p in plan.clips if isinstance(p.clip, (VisualClip, CaptionsClip))), default=0)
        return tuple(sorted({frame_at(placed.start, self.fps) for placed in plan.clips if placed.track == lowest}))

    def _output(self) -> ResolvedOutput:
        out = self.document.output
        return settled(out, format_meant(out), self.canvas, self.fps)

    # ---- pictures

    def _layers(self, plan: Schedule, names: list[str], frames: int) -> tuple[ResolvedLayer, ...]:
        layering = Layering(self.canvas, self.fps, frames, self._content)
        layers: dict[int, ResolvedLayer] = {}
        for place, placed in enumerate(plan.clips):
            if isinstance(placed.clip, (VisualClip, CaptionsClip)):
                after = plan.clips[place + 1] if place + 1 < len(plan.clips) else None
                following = after if after is not None and after.track == placed.track else None
                layer = layering.layer(placed, names[place], following)
                if layer:
                    layers[place] = layer
        return self._matted(plan, layers)

    def _matted(self, plan: Schedule, layers: dict[int, ResolvedLayer]) -> tuple[ResolvedLayer, ...]:
        """The layers with their mattes inside them; what is a matte is not shown itself."""
        by_id = {placed.clip.id: place for place, placed in enumerate(plan.clips) if placed.clip.id}
        mattes: set[int] = set()

        def with_matte(place: int, above: tuple[int, ...]) -> ResolvedLayer:
            clip, pointer = plan.clips[place].clip, plan.clips[place].pointer
            matte = clip.matte if isinstance(clip, VisualClip) else None
            if matte is None:
                return layers[place]
            other = by_id.get(matte.clip)
            if other is None or not isinstance(plan.clips[other].clip, (VisualClip, CaptionsClip)):
                known = ", ".join(sorted(str(name) for name in by_id)) or "none"
                raise InvalidDocument(
                    f"there is no visible clip {matte.clip!r}; known: {known}", pointer=f"{pointer}/matte/clip"
                )
            if other == place or other in above:
                raise InvalidDocument("the clips are mattes of each other", pointer=f"{pointer}/matte/clip")
            mattes.add(other)
            if other not in layers:  # it lies behind the end: it shows nothing anywhere
                return replace(layers[place], opacity=layers[place].opacity.times(float(matte.inverted)))
            inside = with_matte(other, (*above, place))
            return replace(layers[place], matte=ResolvedMatte(inside, matte.mode, matte.inverted))

        found = {place: with_matte(place, ()) for place in layers}
        return tuple(layer for place, layer in found.items() if place not in mattes)

    def _content(self, placed: Placed, frames: int) -> Content:
        clip: AnyClip = placed.clip
        if isinstance(clip, CaptionsClip):
            return caption_text(clip, self.canvas)
        if isinstance(clip, TextClip):
            return text_content(clip, self.canvas, placed)
        if isinstance(clip, ShapeClip):
            return shape(clip, self.canvas)
        if isinstance(clip, PresenterClip):
            return presenter(clip, self.canvas, self._sounds_said(clip, placed.pointer))
        if isinstance(clip, SvgClip):
            svg = clip.svg if clip.svg is not None else self.text_of(clip.src or "")
            return drawing_content(
                clip, svg, self.canvas, f"{placed.pointer}/{'svg' if clip.svg is not None else 'src'}"
            )
        if isinstance(clip, LottieClip):
            return animation_content(clip, self.facts_of(clip.src), self.canvas, placed)
        if isinstance(clip, CompositionClip):
            inner = self._inner_timeline(clip, placed.pointer)
            box = box_of(clip, self.canvas, (float(inner.width), float(inner.height)))
            return Nested(inner, box, clip.fit, clip.loop)
        assert isinstance(clip, (ImageClip, VideoClip))
        return picture_content(clip, self.facts_of(clip.src), self.canvas, placed, frames)

    def _sounds_said(self, clip: PresenterClip, pointer: str) -> tuple[tuple[str, float, float], ...]:
        if clip.src is not None:
            return read_sounds(self.text_of(clip.src), f"{pointer}/src")
        return tuple((sound.ipa, sound.start, sound.end) for sound in clip.phonemes or ())

    # ---- documents inside

    def _inner_seconds(self, clip: CompositionClip, pointer: str) -> Fraction:
        return self._inner_timeline(clip, pointer).duration

    def _inner_timeline(self, clip: CompositionClip, pointer: str) -> ResolvedTimeline:
        if pointer not in self._inner:
            if self.depth >= DEEPEST:
                raise InvalidDocument(f"documents lie inside each other more than {DEEPEST} deep", pointer=pointer)
            reading = read_inner(clip, self.text_of, pointer)
            try:
                self._inner[pointer] = resolve(reading, *self._files, depth=self.depth + 1)
            except ReelwrightError as error:
                if error.pointer != pointer:
                    error.message = f"{error.message} (inside it: {error.pointer})" if error.pointer else error.message
                error.pointer = pointer
                raise
        return self._inner[pointer]

    # ---- sound

    def _sounds(self, plan: Schedule, names: list[str], frames: int) -> Iterator[ResolvedSound]:
        total = sample_of(frames, self.fps)
        sounds = Sounds(self.document, plan, names, self.fps, total, self.facts_of)
        for place, placed in enumerate(plan.clips):
            clip = placed.clip
            if isinstance(clip, (AudioClip, VideoClip)):
                sound = sounds.sound(placed, clip, names[place])
                if sound:
                    yield sound
            elif isinstance(clip, CompositionClip):
                first, last = (sample_of(frame_at(edge, self.fps), self.fps) for edge in (placed.start, placed.end))
                inner = self._inner_timeline(clip, placed.pointer)
                yield from inner_sounds(inner, names[place], placed.pointer, (first, min(last, total)), self.fps, clip)
