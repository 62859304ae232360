"""The line a fault stands on."""

from __future__ import annotations

from reelwright.studio.json_lines import line_of, lines_of

_TEXT = """{
  "version": 1,
  "tracks": [
    {"name": "a, \\"b\\": {", "clips": []},
    {"clips": [
      {"type": "text",
       "x/y": 3}
    ]}
  ]
}"""


def test_each_place_has_its_line() -> None:
    lines = lines_of(_TEXT)
    assert (lines[""], lines["/version"], lines["/tracks/0/name"]) == (1, 2, 4)
    assert (lines["/tracks/1/clips/0/type"], lines["/tracks/1/clips/0/x~1y"]) == (6, 7)


def test_what_is_missing_stands_where_it_should_be() -> None:
    assert line_of(lines_of(_TEXT), "/tracks/1/clips/0/duration") == 6


def test_half_a_text_gives_what_there_is() -> None:
    assert lines_of('{"a": [1,\n2')["/a/1"] == 2
