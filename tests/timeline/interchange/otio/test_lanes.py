"""Clips that overlap are laid on tracks without overlaps, each above the earlier ones it meets."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.interchange.otio.lanes import Wanted, lanes

CLIPS = st.lists(
    st.builds(
        lambda first, length, shared: Wanted(first, first + length, min(shared, length)),
        st.integers(0, 40), st.integers(1, 20), st.integers(0, 8),
    ),
    max_size=14,
)  # fmt: skip


@given(CLIPS)
def test_tracks_hold_one_clip_after_the_other_and_nothing_is_lost(clips: list[Wanted]) -> None:
    tracks = lanes(clips)
    assert sorted(cut.place for track in tracks for cut in track) == list(range(len(clips)))
    for track in tracks:
        for cut in track:
            assert cut.start < cut.end
            assert cut.first == clips[cut.place].first
            assert cut.last <= clips[cut.place].last
        for one, other in pairwise(track):
            assert one.end <= other.start
            assert (one.tail == 0) == (other.head is None)
            if other.head:
                assert one.end == other.start
                assert one.tail == other.head[1]
                assert one.start + (one.head[1] if one.head else 0) <= other.first


@given(CLIPS)
def test_a_clip_lies_above_every_earlier_one_that_it_meets(clips: list[Wanted]) -> None:
    found = {cut.place: (level, cut) for level, track in enumerate(lanes(clips)) for cut in track}
    for place in found:
        level, cut = found[place]
        for earlier in range(place):
            below, other = found[earlier]
            if other.first < cut.last and cut.first < other.last and not (below == level and cut.head):
                assert below < level


def test_a_transition_that_is_in_the_way_of_another_is_laid_above() -> None:
    tracks = lanes([Wanted(0, 10), Wanted(5, 15, 5), Wanted(8, 20, 7)])
    assert [[cut.place for cut in track] for track in tracks] == [[0, 1], [2]]
