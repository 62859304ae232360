"""Word lists of speech recognisers, told by their shape: Whisper, AWS Transcribe, Deepgram, AssemblyAI, ElevenLabs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

Json = dict[str, Any]


def recognised_rows(data: Any) -> list[Json] | None:
    """The words of a recogniser's result as rows of text, start and end in seconds; ``None`` when it is none we know."""
    if not isinstance(data, dict):
        return None
    tree = cast("Json", data)
    for read in (_whisper, _aws, _deepgram, _assembly, _eleven):
        try:
            rows = list(read(tree))
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            continue
        if rows:
            return rows
    return None


def _whisper(tree: Json) -> Iterator[Json]:
    """``segments[].words[]`` (Whisper, faster-whisper, whisperX); a word it could not time takes the place between."""
    for segment in tree["segments"]:
        last = float(segment["start"])
        for word in segment["words"]:
            start = float(word.get("start", last))
            last = float(word.get("end", start))
            yield {"text": str(word.get("word", word.get("text"))).strip(), "start": start, "end": last}


def _aws(tree: Json) -> Iterator[Json]:
    """``results.items[]``; punctuation has no times and belongs to the word before it."""
    rows: list[Json] = []
    for item in tree["results"]["items"]:
        text = item["alternatives"][0]["content"]
        if item["type"] == "punctuation":
            if rows:
                rows[-1]["text"] += text
        else:
            rows.append({"text": text, "start": float(item["start_time"]), "end": float(item["end_time"])})
    yield from rows


def _deepgram(tree: Json) -> Iterator[Json]:
    for word in tree["results"]["channels"][0]["alternatives"][0]["words"]:
        yield {
            "text": word.get("punctuated_word", word["word"]),
            "start": float(word["start"]),
            "end": float(word["end"]),
        }


def _assembly(tree: Json) -> Iterator[Json]:
    """Milliseconds; known by its ``audio_duration`` or ``confidence`` beside whole numbers."""
    words = tree["words"]
    if not all(isinstance(word[edge], int) for word in words for edge in ("start", "end")) or "text" not in words[0]:
        return
    if "audio_url" not in tree and "confidence" not in words[0]:
        return
    for word in words:
        yield {"text": word["text"], "start": word["start"] / 1000, "end": word["end"] / 1000}


def _eleven(tree: Json) -> Iterator[Json]:
    """``words[]`` of type word among spacing and audio events, or ``alignment`` by characters."""
    if "alignment" in tree:
        yield from _of_characters(tree["alignment"])
        return
    for word in tree["words"]:
        if word["type"] == "word":
            yield {"text": word["text"], "start": float(word["start"]), "end": float(word["end"])}


def _of_characters(alignment: Json) -> Iterator[Json]:
    rows: list[Json] = []
    is_open = False
    edges = zip(
        alignment["characters"],
        alignment["character_start_times_seconds"],
        alignment["character_end_times_seconds"],
        strict=True,
    )
    for char, start, end in edges:
        if char.isspace():
            is_open = False
        elif is_open:
            rows[-1] = {"text": rows[-1]["text"] + char, "start": rows[-1]["start"], "end": float(end)}
        else:
            rows.append({"text": char, "start": float(start), "end": float(end)})
            is_open = True
    yield from rows
