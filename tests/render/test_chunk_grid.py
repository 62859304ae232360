"""The chunk grid and its queue."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reelwright.render.chunk_grid import ChunkQueue, grid, part_of_grid

RATES = st.sampled_from([Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60)])


@given(st.integers(1, 200_000), RATES)
def test_chunks_cover_every_frame_once(frames: int, fps: Fraction) -> None:
    chunks = grid(frames, fps)
    assert chunks[0].first == 0
    assert chunks[-1].last == frames
    assert all(one.last == two.first for one, two in zip(chunks, chunks[1:], strict=False))
    assert all(chunk.frames > 0 for chunk in chunks)
    assert max(chunk.frames for chunk in chunks) <= 250


@given(st.integers(2000, 50_000), st.integers(1, 5000), RATES)
def test_a_longer_video_keeps_the_chunks_it_had(frames: int, more: int, fps: Fraction) -> None:
    if frames > 60 * fps:
        shared = grid(frames, fps)[:-1]
        assert grid(frames + more, fps)[: len(shared)] == shared


@given(st.integers(1, 5000), st.data())
def test_a_part_is_cut_from_the_same_grid(frames: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, frames - 1))
    last = data.draw(st.integers(first + 1, frames))
    parts = part_of_grid(frames, Fraction(30), (first, last))
    assert parts[0].first == first
    assert parts[-1].last == last
    assert {part.first for part in parts[1:]} <= {chunk.first for chunk in grid(frames, Fraction(30))}


@given(st.integers(1, 60), st.integers(1, 6), st.randoms())
def test_workers_take_every_chunk_once(count: int, workers: int, random: object) -> None:
    chunks = grid(count * 120, Fraction(30))
    queue = ChunkQueue(chunks)
    busy = [queue.next_after(None) for _ in range(workers)]
    taken = [chunk for chunk in busy if chunk]
    while any(busy):
        worker = random.choice([i for i, chunk in enumerate(busy) if chunk])  # type: ignore[attr-defined]
        busy[worker] = queue.next_after(busy[worker])
        taken += [busy[worker]] if busy[worker] else []  # type: ignore[list-item]
    assert sorted(chunk.index for chunk in taken) == list(range(len(chunks)))
