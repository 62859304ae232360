"""Faces followed through shots, and who of several is taken for the speaker."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.media.face_finding import FaceBox
from reelwright.providers.lip_sync import SpokenSpan
from reelwright.vendors.face_tracks import FADE_SECONDS, face_tracks, mouth_weights, shared, speaking_boxes
from reelwright.vendors.face_watch import Seen, Sighting

RATE = 25.0
LEFT: FaceBox = (0.1, 0.2, 0.3, 0.6)
RIGHT: FaceBox = (0.6, 0.2, 0.9, 0.8)


def moved(box: FaceBox, by: float) -> FaceBox:
    return box[0] + by, box[1], box[2] + by, box[3]


def shot(*pictures: dict[FaceBox, float] | list[FaceBox], cut: bool = True) -> list[Seen | None]:
    rows = [each if isinstance(each, dict) else dict.fromkeys(each, 0.0) for each in pictures]
    return [
        Seen(cut and not number, tuple(Sighting(box, motion) for box, motion in row.items()))
        for number, row in enumerate(rows)
    ]


def test_a_trembling_box_becomes_smooth_and_stays_on_the_face() -> None:
    chance = np.random.default_rng(3)
    seen = shot(*([moved(LEFT, number * 0.002 + chance.normal(0, 0.006))] for number in range(60)))
    [track] = face_tracks(seen, RATE)
    assert (track.first, track.last) == (0, 60)
    truth = LEFT[0] + np.arange(60) * 0.002
    assert np.abs(track.boxes[5:-5, 0] - truth[5:-5]).max() < 0.008
    assert np.abs(np.diff(track.boxes[:, 0], 2)).max() < 0.004


def test_a_face_lost_for_a_moment_was_there_all_the_time() -> None:
    seen = shot(*([[LEFT]] * 20 + [[]] * 6 + [[moved(LEFT, 0.02)]] * 20))
    [track] = face_tracks(seen, RATE)
    assert (track.first, track.last) == (0, 46)
    assert np.isnan(track.motion).sum() == 6
    assert not np.isnan(track.boxes).any()


def test_a_face_lost_for_long_is_another_one() -> None:
    assert len(face_tracks(shot(*([[LEFT]] * 20 + [[]] * 20 + [[LEFT]] * 20)), RATE)) == 2


def test_no_track_goes_on_over_a_cut() -> None:
    found = face_tracks(shot(*([[LEFT]] * 20)) + shot(*([[moved(LEFT, 0.05)]] * 20)), RATE)
    assert [(each.first, each.last) for each in found] == [(0, 20), (20, 40)]
    assert np.ptp(found[1].boxes[:, 0]) < 1e-9


def test_what_flickers_up_is_no_face() -> None:
    seen = shot(*([LEFT, RIGHT] if number in (7, 8) else [LEFT] for number in range(30)))
    assert len(face_tracks(seen, RATE)) == 1


def test_of_several_faces_the_largest_is_taken_when_nobody_knows_who_speaks() -> None:
    seen = shot(*([[LEFT, RIGHT]] * 50))
    boxes = speaking_boxes(face_tracks(seen, RATE), [SpokenSpan(0.4, 1.2)], RATE, 50)
    assert boxes[20] == pytest.approx(RIGHT)
    assert np.isnan(boxes[0]).all()
    assert np.isnan(boxes[49]).all()


def test_the_speaker_is_whose_mouth_moves_while_they_speak() -> None:
    pictures = [{LEFT: 6.0 if number < 25 else 0.5, RIGHT: 0.5 if number < 25 else 6.0} for number in range(50)]
    spans = [SpokenSpan(0.2, 0.8, "A"), SpokenSpan(1.2, 1.8, "B")]
    boxes = speaking_boxes(face_tracks(shot(*pictures), RATE), spans, RATE, 50)
    assert boxes[10] == pytest.approx(LEFT)
    assert boxes[40] == pytest.approx(RIGHT)


def test_when_both_mouths_move_alike_the_largest_is_taken() -> None:
    pictures = [{LEFT: 3.1, RIGHT: 3.0} for _ in range(50)]
    boxes = speaking_boxes(face_tracks(shot(*pictures), RATE), [SpokenSpan(0.2, 1.8, "A")], RATE, 50)
    assert boxes[20] == pytest.approx(RIGHT)


def test_mouths_come_and_go_over_an_eighth_of_a_second() -> None:
    weights = mouth_weights([SpokenSpan(1.0, 2.0)], RATE, 75)
    assert (weights[25:51] == 1).all()
    assert weights[24] == pytest.approx(1 - 0.04 / FADE_SECONDS)
    assert (np.diff(weights[20:26]) >= 0).all()
    assert not weights[:22].any()
    assert not weights[54:].any()


def test_boxes_share_what_they_share() -> None:
    assert shared(LEFT, LEFT) == pytest.approx(1)
    assert shared(LEFT, RIGHT) == 0
    assert shared((0, 0, 2, 1), (1, 0, 3, 1)) == pytest.approx(1 / 3)
