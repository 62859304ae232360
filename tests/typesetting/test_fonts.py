from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import skia
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reelwright.errors import FontMissing, InvalidInput
from reelwright.typesetting import fonts
from reelwright.typesetting.font_face import open_faces
from reelwright.typesetting.font_places import BUNDLED_FOLDER
from reelwright.typesetting.fonts import DocumentFont, FontLibrary
from reelwright.typesetting.paragraph import lay_out
from reelwright.typesetting.style import Span, TextStyle

BUNDLED_SCRIPTS = {
    "Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali",
    "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer",
    "Myanmar", "Thaana", "Symbols", "Mathematics",
}  # fmt: skip


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> FontLibrary:
    """A library on a machine without any font of its own."""
    monkeypatch.setattr(fonts, "system_folders", list)
    monkeypatch.setattr(fonts, "package_folders", list)
    return FontLibrary()


def test_plain_latin_needs_noto_sans_alone(library: FontLibrary) -> None:
    assert library.families(None, "Hello, world!") == ("Noto Sans",)


def test_each_script_in_the_text_adds_its_family(library: FontLibrary) -> None:
    families = library.families(None, "Hello שלום नमस्ते")
    assert families[0] == "Noto Sans"
    assert set(families) == {"Noto Sans", "Noto Sans Hebrew", "Noto Sans Devanagari"}


def test_the_wanted_families_come_first_and_unknown_ones_are_passed_over(library: FontLibrary) -> None:
    assert library.families("No Such Font, 'noto sans thai'", "abc") == ("Noto Sans Thai", "Noto Sans")
    assert not library.has("No Such Font")


def test_bundled_fonts_alone_cover_every_promised_script(bare: FontLibrary) -> None:
    report = bare.describe()
    assert set(report.covered) == BUNDLED_SCRIPTS
    assert {family.origin for family in report.families} == {"bundled"}


def test_the_report_says_how_to_add_each_missing_script(bare: FontLibrary) -> None:
    remedies = {script.name: script.remedy for script in bare.describe().missing}
    assert "fonts-noto-cjk" in remedies["Japanese"]
    assert "fonts-noto-color-emoji" in remedies["Emoji"]


def test_characters_without_a_font_are_named_and_invisible_ones_are_not(bare: FontLibrary) -> None:
    text = "a漢\u200d\ufe0f\u00a0\n字"
    assert bare.missing(text, bare.families(None, text)) == {"漢", "字"}


@pytest.mark.parametrize(
    ("locale", "text", "family"),
    [
        ("", "漢字かな", "Noto Sans CJK JP"),
        ("", "한자漢字", "Noto Sans CJK KR"),
        ("", "汉字", "Noto Sans CJK SC"),
        ("zh-Hant-TW", "漢字", "Noto Sans CJK TC"),
        ("zh_HK", "漢字", "Noto Sans CJK HK"),
        ("ja-JP", "漢字", "Noto Sans CJK JP"),
    ],
)
def test_shared_characters_take_the_forms_of_the_locale(
    locale: str, text: str, family: str, library: FontLibrary, need_family: Callable[[str], None]
) -> None:
    need_family(family)
    assert library.families(None, text, locale=locale) == ("Noto Sans", family)


def test_an_emoji_adds_a_colour_font_last(library: FontLibrary, need_family: Callable[[str], None]) -> None:
    need_family("Noto Color Emoji")
    families = library.families(None, "key 1️⃣ heart ❤️ 😀")
    assert families == ("Noto Sans", "Noto Color Emoji")
    assert library.emoji_family(families) == "Noto Color Emoji"


def test_a_document_font_is_known_by_the_name_the_document_gives_it() -> None:
    library = FontLibrary(document_fonts=[DocumentFont("Brand", BUNDLED_FOLDER / "NotoSansThai-Bold.ttf")])
    assert library.families("Brand", "abc")[0] == "Brand"
    assert library.missing("กข", ["Brand"]) == set()


def test_a_variable_font_gives_every_weight_its_own_width() -> None:
    path = Path(__file__).parent / "fonts/inter-variable-few-letters.ttf"
    library = FontLibrary(document_fonts=[DocumentFont("Brand", path)])
    styles = [TextStyle(family="Brand", weight=weight) for weight in range(100, 1000, 100)]
    widths = [lay_out([Span("Hamburg")], style, library, 900).width for style in styles]
    assert widths == sorted(set(widths))


def test_a_given_folder_goes_before_the_bundled_fonts(tmp_path: Path, bare: FontLibrary) -> None:
    shutil.copy(BUNDLED_FOLDER / "NotoSansThai-Regular.ttf", tmp_path)
    library = FontLibrary([tmp_path])
    found = next(family for family in library.describe().families if family.name == "Noto Sans Thai")
    assert found.origin == "folder"


def test_a_package_offers_a_folder_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(BUNDLED_FOLDER / "NotoSansThai-Regular.ttf", tmp_path)
    package = tmp_path / "site/extra_fonts-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: extra-fonts\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[reelwright.fonts]\nextra = extra_fonts:folder\n")
    (tmp_path / "site/extra_fonts.py").write_text(f"def folder():\n    return {str(tmp_path)!r}\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(fonts, "BUNDLED_FOLDER", tmp_path / "none")
    monkeypatch.setattr(fonts, "system_folders", list)
    assert [(family.name, family.origin) for family in FontLibrary().describe().families] == [
        ("Noto Sans Thai", "package")
    ]


@settings(max_examples=200, deadline=None)
@example(noise=b"\x00\x00\x00\x07", at=359)
@given(noise=st.binary(max_size=600), at=st.one_of(st.integers(0, 400), st.integers(0, 30_000)))
def test_a_corrupt_font_file_is_an_invalid_input_or_is_read_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    path = tmp_path_factory.mktemp("fonts") / "bad.ttf"
    good = (BUNDLED_FOLDER / "NotoSansHebrew-Regular.ttf").read_bytes()
    path.write_bytes(good[:at] + noise + good[at + len(noise) :])
    with contextlib.suppress(InvalidInput):
        library = FontLibrary(document_fonts=[DocumentFont("Bad", path)])
        lay_out([Span("שלום", skia.Paint())], TextStyle(family="Bad"), library, 300).ink_bounds()


@pytest.mark.parametrize("content", [b"", b"not a font", b"\0\1\0\0" + b"junk" * 100, b"wOF2" + bytes(200)])
def test_a_file_that_is_no_font_is_an_invalid_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ttf"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"bad\.ttf"):
        FontLibrary(document_fonts=[DocumentFont("Bad", path)])


def test_a_missing_font_file_or_folder_is_an_invalid_input(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        FontLibrary(document_fonts=[DocumentFont("Gone", tmp_path / "gone.ttf")])
    with pytest.raises(InvalidInput):
        FontLibrary([tmp_path / "gone"])


def test_setting_text_in_an_unknown_family_alone_is_a_missing_font(library: FontLibrary) -> None:
    with pytest.raises(FontMissing):
        library.collection(["No Such Font"])


def test_the_fingerprint_changes_with_families_and_with_the_bytes_of_a_font(tmp_path: Path) -> None:
    path = tmp_path / "brand.ttf"
    path.write_bytes((BUNDLED_FOLDER / "NotoSansThai-Regular.ttf").read_bytes())
    library = FontLibrary(document_fonts=[DocumentFont("Brand", path)])
    same = FontLibrary(document_fonts=[DocumentFont("Brand", path)]).fingerprint(["Brand"])
    assert library.fingerprint(["Brand"]) == same
    assert library.fingerprint(["Brand", "Noto Sans"]) != same
    path.write_bytes((BUNDLED_FOLDER / "NotoSansThai-Bold.ttf").read_bytes())
    assert FontLibrary(document_fonts=[DocumentFont("Brand", path)]).fingerprint(["Brand"]) != same


def test_every_bundled_file_is_listed_with_its_source() -> None:
    listed = (BUNDLED_FOLDER / "SOURCES.md").read_text()
    files = sorted(path.name for path in BUNDLED_FOLDER.glob("*.ttf"))
    assert len(files) == 47
    assert [name for name in files if f"| {name} |" not in listed] == []
    assert "SIL OPEN FONT LICENSE Version 1.1" in (BUNDLED_FOLDER / "OFL.txt").read_text()


def test_weights_of_a_bundled_family_are_regular_and_bold(library: FontLibrary) -> None:
    sans = next(family for family in library.describe().families if family.name == "Noto Sans")
    assert sans.weights == (400, 700)
    assert sans.italic
    assert isinstance(library.collection(["Noto Sans"]), skia.textlayout.FontCollection)


@pytest.mark.parametrize("flavor", ["woff", "woff2"])
def test_a_web_font_is_unpacked(flavor: str, tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    source = next(path for path in BUNDLED_FOLDER.rglob("NotoSans-Regular.ttf"))
    with TTFont(source) as font:
        font.flavor = flavor
        font.save(tmp_path / f"font.{flavor}")
    plain, web = open_faces(source, "document", "X")[0], open_faces(tmp_path / f"font.{flavor}", "document", "X")[0]
    assert web.covered("aÄж") == plain.covered("aÄж") == set("aÄж")
    (tmp_path / f"broken.{flavor}").write_bytes((tmp_path / f"font.{flavor}").read_bytes()[:3000])
    with pytest.raises(InvalidInput):
        open_faces(tmp_path / f"broken.{flavor}", "document", "X")
