"""The example documents, changed at random, are read the same way twice or refused with an error that names the place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tools.fuzz_documents import write_media
from tools.mutate_documents import mutated, outcome


def test_changed_examples_are_resolved_or_clearly_refused(tmp_path: Path) -> None:
    write_media(tmp_path)
    outcomes = Counter(outcome(mutated(seed), tmp_path, seed % 40 == 0) for seed in range(400))
    assert outcomes["resolved"] >= 40
    assert set(outcomes) <= {"resolved", "drawn", "refused while drawing", "INVALID_DOCUMENT", "MEDIA_UNUSABLE"}
