"""Edits of a dub: pure functions from document to document. What they touch is made again, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, Term, Translation, checked
from reelwright.productions.dub.segment_table import Row, matched
from reelwright.transcript.spoken_units import lacks_spaces

Edit = Callable[[DubDocument], DubDocument]


@dataclass(frozen=True, slots=True)
class Touched:
    """One place that an edit would change, before and after; ``language`` is empty for the source's words, ``after`` for what a
    translator makes anew."""

    id: str
    language: str
    before: str
    after: str


def changed_between(before: DubDocument, after: DubDocument) -> list[str]:
    """Ids of the segments that came, went, or are not what they were: in the order of ``after``, those that went last."""

    def whole(document: DubDocument) -> dict[str, object]:
        rows = document.translations
        return {
            each.id: (each, {language: rows[language].get(each.id) for language in rows}) for each in document.segments
        }

    old, new = whole(before), whole(after)
    return [key for key in new if old.get(key) != new[key]] + [key for key in old if key not in new]


def with_text(document: DubDocument, segment_id: str, text: str) -> DubDocument:
    """The source's words corrected: the segment is translated again. Raises ``InvalidInput``."""
    return _changed(document, segment_id, lambda each: replace(each, text=_said(text)))


def with_times(document: DubDocument, segment_id: str, start_ms: int, end_ms: int) -> DubDocument:
    """Another place in time. Raises ``InvalidInput`` for one that cannot be."""
    return _changed(document, segment_id, lambda each: replace(each, start_ms=start_ms, end_ms=end_ms))


def with_speaker(document: DubDocument, segment_id: str, speaker: str) -> DubDocument:
    """Said by another speaker, who is added when there is none of that id."""
    if speaker not in {each.id for each in document.speakers}:
        document = replace(document, speakers=(*document.speakers, Speaker(speaker)))
    return _changed(document, segment_id, lambda each: replace(each, speaker=speaker))


def with_own_translation(document: DubDocument, language: str, segment_id: str, text: str) -> DubDocument:
    """A person's own translation, which is not made again. An empty text asks for a new one."""
    segment = document.segment(segment_id)
    if not text.strip():
        rows = {key: row for key, row in document.translations.get(language, {}).items() if key != segment_id}
        return replace(document, translations=document.translations | {language: rows})
    have = document.translation(language, segment_id)
    row = Translation(_said(text), segment.text, have.full if have else "", have.voice if have else "", is_edited=True)
    return document.with_translation(language, segment_id, row)


def with_voice(document: DubDocument, language: str, segment_id: str, voice: str) -> DubDocument:
    """Another voice for one segment; an empty one gives it its speaker's again. Raises ``InvalidInput`` without a translation."""
    have = document.translation(language, segment_id)
    if have is None:
        raise InvalidInput(f"segment {segment_id} has no translation into {language} yet", hint="translate it first")
    return document.with_translation(language, segment_id, replace(have, voice=voice))


def with_speaker_as(
    document: DubDocument, speaker_id: str, *, name: str | None = None, voices: Mapping[str, str] | None = None
) -> DubDocument:
    """A speaker under another name, or with other voices by language; what they say is spoken anew. Raises ``InvalidInput``."""
    known = document.speaker(speaker_id)
    changed = replace(known, name=known.name if name is None else " ".join(name.split())[:100])
    if voices is not None:
        kept = known.voices | dict(voices)
        changed = replace(changed, voices={language: voice for language, voice in kept.items() if voice})
    speakers = tuple(changed if each.id == speaker_id else each for each in document.speakers)
    return replace(document, speakers=speakers)


def split_segment(document: DubDocument, segment_id: str, at_ms: int) -> DubDocument:
    """Two segments in place of one, divided between the words nearest to a moment. Raises ``InvalidInput``.

    The first keeps the id; their translations are made again, unless it is left to the person.
    """
    segment = document.segment(segment_id)
    if not segment.start_ms < at_ms < segment.end_ms:
        raise InvalidInput(
            f"segment {segment_id} does not last over {at_ms} ms",
            hint=f"it lasts from {segment.start_ms} to {segment.end_ms}",
        )
    first, second = _divided(segment, at_ms)
    new_id = _free_id(document, segment_id)
    parts = (replace(first, id=segment_id), replace(second, id=new_id))
    segments = tuple(part for each in document.segments for part in (parts if each.id == segment_id else (each,)))
    return checked(replace(_without_translations(document, segment_id), segments=_ordered(segments)))


def merge_segments(document: DubDocument, segment_id: str) -> DubDocument:
    """A segment and the next of the same speaker as one, which keeps the first's id. Raises ``InvalidInput`` when there is none."""
    segment = document.segment(segment_id)
    following = [
        each for each in document.segments if each.start_ms >= segment.end_ms and each.speaker == segment.speaker
    ]
    if not following:
        raise InvalidInput(f"nothing of speaker {segment.speaker} follows segment {segment_id}")
    other = following[0]
    whole = Segment(
        segment.id,
        segment.speaker,
        segment.start_ms,
        other.end_ms,
        f"{segment.text} {other.text}",
        segment.words + other.words,
    )
    segments = tuple(whole if each.id == segment.id else each for each in document.segments if each.id != other.id)
    merged = replace(_without_translations(document, segment.id, other.id), segments=segments)
    for language, rows in document.translations.items():
        one, two = rows.get(segment.id), rows.get(other.id)
        if one and two:
            row = Translation(
                f"{one.text} {two.text}", whole.text, is_edited=one.is_edited or two.is_edited, voice=one.voice
            )
            merged = merged.with_translation(language, segment.id, row)
    return checked(merged)


def replacements(
    document: DubDocument, find: str, put: str, language: str | None, *, whole_words: bool = True
) -> list[Touched]:
    """What a find and replace would touch, letter case ignored: the source's words, or a language's translations."""
    if not find.strip():
        raise InvalidInput("there is nothing to find")
    pattern = _whole_words(find) if whole_words else re.compile(re.escape(find), re.IGNORECASE)
    found: list[Touched] = []
    for each in document.segments:
        have = document.translation(language, each.id) if language else None
        before = each.text if language is None else have.text if have else ""
        after = pattern.sub(lambda match: put, before)
        if after != before:
            found.append(Touched(each.id, language or "", before, after))
    return found


def with_replacements(document: DubDocument, touched: Sequence[Touched]) -> DubDocument:
    """The document with those places changed. Raises ``InvalidInput`` when one of them is not any more what it was."""
    for each in touched:
        have = document.translation(each.language, each.id) if each.language else None
        before = have.text if have else document.segment(each.id).text if not each.language else ""
        if before != each.before:
            raise InvalidInput(f"segment {each.id} was changed meanwhile", hint="look at the replacements again")
        if each.language:
            document = with_own_translation(document, each.language, each.id, each.after)
        else:
            document = with_text(document, each.id, each.after)
    return document


def glossary_touches(document: DubDocument, terms: Sequence[Term]) -> list[Touched]:
    """The translations that another glossary makes anew: of lines with a term that came, went or changed. A person's own stand."""
    changed = [_whole_words(term.source) for term in {*terms} ^ {*document.glossary}]
    found: list[Touched] = []
    for each in document.segments:
        if any(pattern.search(each.text) for pattern in changed):
            rows = ((language, of.get(each.id)) for language, of in document.translations.items())
            found += [Touched(each.id, language, row.text, "") for language, row in rows if row and not row.is_edited]
    return found


def with_glossary(document: DubDocument, terms: Sequence[Term]) -> DubDocument:
    """The document with another glossary, and without the translations that it touches."""
    gone = {(each.language, each.id) for each in glossary_touches(document, terms)}
    kept = {
        language: {key: row for key, row in rows.items() if (language, key) not in gone}
        for language, rows in document.translations.items()
    }
    return replace(document, glossary=tuple(terms), translations=kept)


def with_rows(
    document: DubDocument, language: str | None, rows: Sequence[Row], name: str
) -> tuple[DubDocument, list[str]]:
    """The document with the rows of an edited file put in, and the ids of the segments that changed. Raises ``InvalidInput``.

    Captions carry one language (``None``: the source's); a table both.
    """
    pairs = matched(document, rows, name)
    changed: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    for segment, row in pairs:
        before = document
        said = row.text if row.id else (row.translation or "") if language is None else ""
        if said and said != " ".join(document.segment(segment.id).text.split()):
            document = with_text(document, segment.id, said)
        if row.speaker and row.speaker != segment.speaker:
            document = with_speaker(document, segment.id, row.speaker)
        if language is not None:
            document = _row_translation(document, language, segment, row)
        if (row.start_ms, row.end_ms) != (segment.start_ms, segment.end_ms):
            places[segment.id] = (row.start_ms, row.end_ms)
        if document != before or segment.id in places:
            changed.append(segment.id)
    moved = tuple(
        replace(each, start_ms=places[each.id][0], end_ms=places[each.id][1]) if each.id in places else each
        for each in document.segments
    )
    return checked(replace(document, segments=_ordered(moved)), name), changed


def _whole_words(find: str) -> re.Pattern[str]:
    """Letter case ignored; not inside of longer words, where it begins and ends with letters of a script that has spaces."""
    has_edges = find[:1].isalnum() and find[-1:].isalnum() and not lacks_spaces(find[0]) and not lacks_spaces(find[-1])
    edge = r"\b" if has_edges else ""
    return re.compile(f"{edge}{re.escape(find)}{edge}", re.IGNORECASE)


def _row_translation(document: DubDocument, language: str, segment: Segment, row: Row) -> DubDocument:
    have = document.translation(language, segment.id)
    text = row.translation
    if text is not None and text != "…" and text != (" ".join(have.text.split()) if have else ""):
        document = with_own_translation(document, language, segment.id, text)
    have = document.translation(language, segment.id)
    if row.voice is not None and have is not None and row.voice != have.voice:
        document = with_voice(document, language, segment.id, row.voice)
    return document


def _changed(document: DubDocument, segment_id: str, change: Callable[[Segment], Segment]) -> DubDocument:
    document.segment(segment_id)
    segments = tuple(change(each) if each.id == segment_id else each for each in document.segments)
    return checked(replace(document, segments=_ordered(segments)))


def _ordered(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted(segments, key=lambda each: each.start_ms))


def _without_translations(document: DubDocument, *ids: str) -> DubDocument:
    rows = {
        language: {key: row for key, row in of_language.items() if key not in ids}
        for language, of_language in document.translations.items()
    }
    return replace(document, translations=rows)


def _divided(segment: Segment, at_ms: int) -> tuple[Segment, Segment]:
    """By its recognised words where they are still its text, else in proportion to the time."""
    words = segment.words
    if len(words) > 1 and "".join(word.text for word in words).replace(" ", "") == segment.text.replace(" ", ""):
        place = min(range(1, len(words)), key=lambda each: abs(words[each].start_ms - at_ms))
        head, tail = words[:place], words[place:]
        count = len("".join(word.text for word in head))
        cut = _letter(segment.text, count)
        first = replace(segment, end_ms=head[-1].end_ms, text=segment.text[:cut].strip(), words=head)
        return first, replace(
            segment, start_ms=max(tail[0].start_ms, head[-1].end_ms), text=segment.text[cut:].strip(), words=tail
        )
    pieces = segment.text.split()
    if len(pieces) < 2:
        raise InvalidInput(f"segment {segment.id} is one word, and cannot be divided")
    part = (at_ms - segment.start_ms) / segment.duration_ms
    place = min(max(1, round(part * len(pieces))), len(pieces) - 1)
    first = replace(segment, end_ms=at_ms, text=" ".join(pieces[:place]), words=())
    return first, replace(segment, start_ms=at_ms, text=" ".join(pieces[place:]), words=())


def _letter(text: str, solid: int) -> int:
    """The place in a text after so many signs that are no spaces."""
    seen = 0
    for place, sign in enumerate(text):
        if seen == solid:
            return place
        seen += not sign.isspace()
    return len(text)


def _free_id(document: DubDocument, segment_id: str) -> str:
    taken = {each.id for each in document.segments}
    number = 2
    while f"{segment_id}.{number}" in taken:
        number += 1
    return f"{segment_id}.{number}"


def _said(text: str) -> str:
    flat = " ".join(text.split())
    if not flat:
        raise InvalidInput("a segment without words cannot be", hint="merge it with its neighbour instead")
    if len(flat) > 5000:
        raise InvalidInput("a segment has at most 5,000 characters", hint="split it")
    return flat
