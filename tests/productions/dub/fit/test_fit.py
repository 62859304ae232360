"""Fitting speech to time: nothing overlaps, nothing drifts, nothing is cut, and the limits hold for every input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.dub.document import Segment
from reelwright.productions.dub.fit.ladder import Step, Take, next_step
from reelwright.productions.dub.fit.length import VoiceRate, learnt_rate, letter_budget, letters, usual_rate
from reelwright.productions.dub.fit.limits import DEFAULT
from reelwright.productions.dub.fit.placing import place
from reelwright.productions.dub.fit.report import fit_report
from reelwright.productions.dub.fit.slots import Slot, slots_of

Turns = list[tuple[int, int, str]]
"""(silence before, length, speaker) of each segment, in milliseconds."""
TURNS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(200, 12_000), st.sampled_from("ABC")), min_size=1, max_size=30
)
TAKES = st.lists(st.tuples(st.floats(0.3, 3.0), st.floats(0.85, 1.2)), min_size=30, max_size=30)


def segments_of(turns: Turns) -> tuple[list[Segment], int]:
    now, found = 0, []
    for number, (silence, length, speaker) in enumerate(turns):
        now += silence
        found.append(Segment(f"s{number}", speaker, now, now + length, "x"))
        now += length
    return found, now + 300


@given(TURNS)
def test_slots_hold_their_speech_and_never_overlap(turns: Turns) -> None:
    segments, duration = segments_of(turns)
    slots = slots_of(segments, duration)
    for segment, slot in zip(segments, slots, strict=True):
        assert 0 <= slot.earliest_ms <= slot.start_ms == segment.start_ms
        assert slot.end_ms == segment.end_ms <= slot.latest_ms <= duration
        assert slot.latest_ms - slot.end_ms <= DEFAULT.borrow_after_ms
        assert slot.start_ms - slot.earliest_ms <= DEFAULT.borrow_before_ms
    for earlier, later in zip(slots, slots[1:], strict=False):
        assert earlier.latest_ms <= max(later.earliest_ms, earlier.end_ms)
        assert earlier.latest_ms <= later.start_ms


@given(TURNS, TAKES)
def test_placements_keep_the_limits_the_order_and_every_word(turns: Turns, lengths: list[tuple[float, float]]) -> None:
    segments, duration = segments_of(turns)
    slots = slots_of(segments, duration)
    takes = {
        slot.id: Take(max(50, round(slot.speech_ms * part)), rate)
        for slot, (part, rate) in zip(slots, lengths, strict=False)
    }
    placed = place(slots, takes)
    assert [each.id for each in placed] == [slot.id for slot in slots]
    for slot, each in zip(slots, placed, strict=True):
        assert DEFAULT.least_stretch - 0.02 <= each.stretch <= DEFAULT.most_stretch + 0.02
        assert abs(each.duration_ms * each.stretch - takes[each.id].duration_ms) <= 1.5  # all of it is said
        assert each.start_ms >= slot.earliest_ms
        assert each.over_ms == max(0, each.end_ms - slot.latest_ms)
        assert (each.verdict == "long") == (each.over_ms > 0)
    for earlier, later in zip(placed, placed[1:], strict=False):
        assert later.start_ms >= earlier.end_ms or earlier.over_ms == 0
        assert later.start_ms >= earlier.end_ms
    # What follows a segment that fits begins at the source's time: nothing drifts.
    for place_, (earlier, later) in enumerate(zip(placed, placed[1:], strict=False), 1):
        if earlier.over_ms == 0 and later.over_ms == 0:
            slot = slots[place_]
            assert slot.earliest_ms <= later.start_ms <= max(slot.start_ms, earlier.end_ms)
    report = fit_report(slots, takes, placed)
    assert report.overlaps == 0
    assert all(0 <= row.score <= 1 for row in report.segments)


@given(st.integers(300, 15_000), st.integers(0, 400), st.floats(0.2, 4.0), st.booleans(), st.booleans())
def test_the_ladder_ends_and_every_rung_makes_it_no_worse(
    speech: int, silence: int, part: float, can_rate: bool, can_rewrite: bool
) -> None:
    slot = Slot("s", "A", 1000, 1000 + speech, 1000, 1000 + speech + silence)
    take = Take(max(60, round(speech * part)), can_rate=can_rate, can_rewrite=can_rewrite)
    steps: list[Step] = []
    while (step := next_step(slot, take)).do in ("speak-again", "rewrite"):
        steps.append(step)
        assert len(steps) <= DEFAULT.most_takes + DEFAULT.most_rewrites + 1
        if step.do == "rewrite":
            assert can_rewrite
            # a translator who does what is asked, within a tenth
            take = Take(round(step.target_ms * 1.08), 1.0, 1, take.rewrites + 1, can_rate, can_rewrite)
        else:
            assert can_rate
            assert DEFAULT.least_rate <= step.rate <= DEFAULT.most_rate
            take = Take(
                round(take.natural_ms / step.rate), step.rate, take.takes + 1, take.rewrites, can_rate, can_rewrite
            )
    assert step.reason
    if can_rate and can_rewrite and part <= 3.9:
        placed = place([slot], {"s": take})[0]
        assert placed.over_ms <= 0.05 * speech + 30


def test_words_come_first_then_the_voice_then_stretching() -> None:
    slot = Slot("s", "A", 0, 4000, 0, 4300)
    assert next_step(slot, Take(4200)).do == "accept"
    assert next_step(slot, Take(4600)).do == "accept"  # the silence after it, and 7 per cent
    again = next_step(slot, Take(5000))
    assert (again.do, again.rate) == ("speak-again", pytest.approx(1.163, abs=0.001))
    assert next_step(slot, Take(8000, can_rewrite=True)).do == "rewrite"
    assert next_step(slot, Take(8000)).do == "speak-again"  # nobody rewrites: as near as the voice gets
    assert next_step(slot, Take(6667, 1.2, takes=3)).do == "review"
    assert next_step(slot, Take(4900, can_rate=False)).do == "accept"  # stretched
    assert next_step(slot, Take(3500)).do == "speak-again"
    assert next_step(slot, Take(3500, 0.9, takes=3)).do == "accept"


def test_a_take_that_runs_over_pushes_the_next_and_no_further() -> None:
    slots = slots_of(
        [Segment("a", "A", 0, 2000, "x"), Segment("b", "B", 2100, 3000, "x"), Segment("c", "A", 6000, 8000, "x")], 9000
    )
    placed = place(slots, {"a": Take(3000), "b": Take(900), "c": Take(2000)})
    assert placed[0].verdict == "long"
    assert placed[1].start_ms == placed[0].end_ms
    assert placed[2].start_ms == 6000
    assert fit_report(slots, {"a": Take(3000), "b": Take(900), "c": Take(2000)}, placed).for_review[0] == "a"


def test_neighbours_of_one_speaker_keep_a_like_pace() -> None:
    slots = slots_of([Segment("a", "A", 0, 2000, "x"), Segment("b", "A", 4000, 6000, "x")], 9000)
    placed = place(slots, {"a": Take(2700), "b": Take(2000)})
    assert placed[0].stretch == pytest.approx(1.125, abs=0.01)
    assert placed[1].stretch >= placed[0].stretch * 0.9 - 0.001


def test_source_speakers_at_once_keep_to_their_own_time() -> None:
    slots = slots_of([Segment("a", "A", 0, 3000, "x"), Segment("b", "B", 2000, 4000, "x")], 9000)
    assert [(slot.earliest_ms, slot.latest_ms) for slot in slots] == [(0, 3000), (2000, 4000)]


def test_a_voices_own_takes_replace_the_usual_rate() -> None:
    assert learnt_rate("es", []) == usual_rate("es")
    slow = [("una frase de treinta letras o así", 27 * 80)] * 3
    assert learnt_rate("es", slow).ms_a_letter == pytest.approx(80, rel=0.02)
    mixed = learnt_rate("es", slow[:1]).ms_a_letter
    assert usual_rate("es").ms_a_letter < mixed < 80
    assert learnt_rate("es", [("una frase de treinta letras", 600_000)]) == usual_rate("es")  # nobody speaks so


@given(st.integers(300, 20_000), st.integers(0, 500), st.floats(40, 250))
def test_a_budget_holds_what_fits(speech: int, silence: int, pace: float) -> None:
    least, most = letter_budget(VoiceRate(pace), speech, speech + silence)
    assert 1 <= least <= most
    assert most * pace <= max((speech + silence), speech * 1.1) + 2 * pace


def test_letters_are_what_is_spoken() -> None:
    assert letters("¡Hola, mundo!") == 9
    assert letters("你好。") == 2
    assert 3 <= letters("नमस्ते") <= 6
    assert letters("… —") == 0
