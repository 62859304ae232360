"""Which fonts set a text: an explicit, ordered list of families that together have every glyph.

The shaper gets this list and nothing else, so the same fonts give the same picture on every machine, and the list's
fingerprint can stand in a cache key.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import skia

from reelwright.errors import FontMissing, InvalidInput
from reelwright.typesetting.emoji import split_emoji
from reelwright.typesetting.font_face import FontFace, Origin, file_digest, open_faces
from reelwright.typesetting.font_places import BUNDLED_FOLDER, font_files, package_folders, system_folders
from reelwright.typesetting.scripts import SCRIPTS, Script, cjk_region

DEFAULT_FAMILY = "Noto Sans"
TIERS: tuple[Origin, ...] = ("document", "folder", "bundled", "package", "system")
MAX_REMEMBERED = 4096

# Fonts that have some shape for everything: better than a box, worse than any other.
_LAST_RESORTS = ("unifont", "last resort", "lastresort", "code2000", "fallback")
# Never drawn by themselves: separators, format characters, variation selectors, Hangul fillers.
_INVISIBLE_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
_INVISIBLE = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0))


@dataclass(frozen=True)
class DocumentFont:
    """A font a document brings: the family name it is called by, and its file on this machine."""

    family: str
    path: Path


@dataclass(frozen=True)
class FontFamily:
    """One family the library can use."""

    name: str
    origin: Origin
    weights: tuple[int, ...]
    italic: bool


@dataclass(frozen=True)
class FontReport:
    """What this machine can set, and what it lacks."""

    families: tuple[FontFamily, ...]
    covered: tuple[str, ...]
    """Names of the scripts that can be set."""
    missing: tuple[Script, ...]
    """Scripts that cannot; each says how to add a font for it."""


class FontLibrary:
    """Fonts by place, best first: the document's, given folders, ours, font packages', the system's.

    Files are opened when first needed: ours by the first text, packages' and the system's by the first text or family
    name that ours do not cover.
    """

    def __init__(self, extra_folders: Sequence[Path] = (), document_fonts: Sequence[DocumentFont] = ()) -> None:
        """Raises InvalidInput when a document font or a folder cannot be read."""
        for folder in extra_folders:
            if not Path(folder).is_dir():
                raise InvalidInput(
                    f"The font folder {folder} does not exist.", hint="Give the path of a folder with fonts."
                )
        self._folders = tuple(Path(folder) for folder in extra_folders)
        brought = [face for font in document_fonts for face in open_faces(font.path, "document", font.family)]
        self._tiers: dict[Origin, dict[str, list[FontFace]]] = {"document": _by_family(brought)}
        self._collections: dict[tuple[str, ...], skia.textlayout.FontCollection] = {}
        self._answers: dict[tuple[str | None, str, str], tuple[str, ...]] = {}
        self._uncoverable: set[str] = set()

    def families(self, wanted: str | None, text: str, *, locale: str = "") -> tuple[str, ...]:
        """The families for a text, in the order a glyph is looked for.

        The wanted families that exist (comma-separated, CSS manner), Noto Sans, then those that cover what is left:
        other scripts, Chinese, Japanese and Korean by ``locale`` (BCP 47), colour emoji last.
        """
        question = (wanted, text, locale)
        if question not in self._answers:
            if len(self._answers) >= MAX_REMEMBERED:
                self._answers.clear()
            self._answers[question] = self._choose(wanted, text, locale)
        return self._answers[question]

    def has(self, family: str) -> bool:
        """Whether a family of this name can be used."""
        return bool(self._faces(family))

    def missing(self, text: str, families: Sequence[str]) -> set[str]:
        """The visible characters of the text for which none of the families has a glyph."""
        left = visible(text)
        for family in families:
            left -= self._covered(family, left)
        return left

    def used(self, text: str, families: Sequence[str]) -> tuple[str, ...]:
        """Those of the families that give a glyph to the text when each character goes to the first that has it."""
        left = visible(text)
        used: list[str] = []
        for family in families:
            covered = self._covered(family, left)
            if covered:
                used.append(family)
            left -= covered
        return tuple(used)

    def emoji_family(self, families: Sequence[str]) -> str | None:
        """The first of the families whose glyphs bring their own colours."""
        return next((family for family in families if any(face.colored for face in self._faces(family)[:1])), None)

    def natural_extent(self, families: Sequence[str]) -> tuple[float, float]:
        """Largest ascent and descent of the families, in ems."""
        extents = [face.natural_extent() for family in families for face in self._faces(family)[:1]]
        return max((up for up, _ in extents), default=1.0), max((down for _, down in extents), default=0.3)

    def fingerprint(self, families: Sequence[str]) -> str:
        """SHA-256 over the families' names and files and the shaper's version: equal means equal glyphs."""
        digest = hashlib.sha256(f"skia {skia.__version__}".encode())
        for family in families:
            files = sorted({file_digest(face.path) for face in self._faces(family)})
            digest.update("\0".join(["\n" + family, *files]).encode())
        return digest.hexdigest()

    def collection(self, families: Sequence[str]) -> skia.textlayout.FontCollection:
        """The families for the shaper, which sees no other font. Raises FontMissing for an unknown family."""
        names = tuple(families)
        if names not in self._collections:
            provider = skia.textlayout.TypefaceFontProvider()
            for family in names:
                faces = self._faces(family)
                if not faces:
                    raise FontMissing(
                        f"There is no font family {family!r}.", hint="Run `reel doctor` to list the families."
                    )
                for face in faces:
                    provider.registerTypeface(face.typeface, family)
            collection = skia.textlayout.FontCollection()
            collection.setDefaultFontManager(provider)
            self._collections[names] = collection
        return self._collections[names]

    def describe(self) -> FontReport:
        """Every family and every script, for a report to the user. Opens all fonts."""
        families: dict[str, FontFamily] = {}
        for origin in TIERS:
            for key, faces in self._tier(origin).items():
                weights = tuple(sorted({face.weight for face in faces}))
                italic = any(face.italic for face in faces)
                families.setdefault(key, FontFamily(faces[0].family, origin, weights, italic))
        missing = tuple(script for script in SCRIPTS if self.missing(script.sample, self.families(None, script.sample)))
        covered = tuple(script.name for script in SCRIPTS if script not in missing)
        return FontReport(tuple(sorted(families.values(), key=lambda family: family.name)), covered, missing)

    def _choose(self, wanted: str | None, text: str, locale: str) -> tuple[str, ...]:
        asked = [name.strip().strip("'\"") for name in (wanted or "").split(",")]
        chosen = [faces[0].family for name in asked if name and (faces := self._faces(name))]
        chosen.append(DEFAULT_FAMILY)
        emoji = visible("".join(piece for piece, is_emoji in split_emoji(text) if is_emoji))
        plain = visible("".join(piece for piece, is_emoji in split_emoji(text) if not is_emoji))
        region = cjk_region(text, locale)
        for origin in TIERS:
            chosen += self._covering(origin, self._findable(plain, chosen), region)
        if emoji:
            chosen += self._emoji_covering(emoji, chosen)
        self._uncoverable |= self.missing("".join(plain), chosen)
        return tuple(dict.fromkeys(chosen))

    def _findable(self, chars: set[str], chosen: Sequence[str]) -> set[str]:
        """Characters without a glyph yet that some font may still have."""
        return self.missing("".join(chars), chosen) - self._uncoverable

    def _covering(self, origin: Origin, left: set[str], region: str) -> list[str]:
        """Families of one place that cover the characters left, most first."""
        chosen: list[str] = []
        if not left:
            return chosen
        plain = [faces for faces in self._tier(origin).values() if not faces[0].colored]
        while left:
            best, covered = None, set[str]()
            best_rank: tuple[object, ...] = ()
            for faces in plain:
                having = faces[0].covered(left)
                rank = (_is_last_resort(faces[0].family), -len(having), _rank(faces[0].family, region))
                if having and (best is None or rank < best_rank):
                    best, covered, best_rank = faces[0].family, having, rank
            if best is None:
                break
            chosen.append(best)
            left = left - covered
        return chosen

    def _emoji_covering(self, emoji: set[str], chosen: Sequence[str]) -> list[str]:
        if self.emoji_family(chosen):
            return []
        for origin in TIERS:
            colored = [faces[0] for faces in self._tier(origin).values() if faces[0].colored]
            colored = [face for face in colored if face.covered(emoji)]
            if colored:
                best = max(
                    colored, key=lambda face: (len(face.covered(emoji)), face.family.startswith("Noto"), face.family)
                )
                return [best.family]
        # No colour font anywhere: any shape is better than a box.
        left = self._findable(emoji, chosen)
        return [family for origin in TIERS for family in self._covering(origin, left, "SC")]

    def _covered(self, family: str, chars: set[str]) -> set[str]:
        faces = self._faces(family)
        return faces[0].covered(chars) if faces and chars else set()

    def _faces(self, family: str) -> list[FontFace]:
        """Faces of a family, upright regular first, from the best place that has it; empty when there is none."""
        key = _key(family)
        for origin in TIERS:
            faces = self._tier(origin).get(key)
            if faces:
                return faces
        return []

    def _tier(self, origin: Origin) -> dict[str, list[FontFace]]:
        if origin not in self._tiers:
            self._tiers[origin] = _open_folders(self._folders_of(origin), origin)
        return self._tiers[origin]

    def _folders_of(self, origin: Origin) -> Sequence[Path]:
        match origin:
            case "folder":
                return self._folders
            case "bundled":
                return (BUNDLED_FOLDER,)
            case "package":
                return package_folders()
            case "system":
                return system_folders()
            case _:
                return ()


def visible(text: str) -> set[str]:
    """The characters of a text that need a glyph of their own."""
    return {
        char
        for char in set(text)
        if unicodedata.category(char) not in _INVISIBLE_CATEGORIES
        and char not in _INVISIBLE
        and not 0xE0000 <= ord(char) <= 0xE0FFF
    }


def _open_folders(folders: Iterable[Path], origin: Origin) -> dict[str, list[FontFace]]:
    opened: list[FontFace] = []
    for path in font_files(folders):
        try:
            opened += open_faces(path, origin)
        except InvalidInput:
            # A broken file among hundreds on the system is not the user's fault; in a folder they named it is.
            if origin == "folder":
                raise
    return _by_family(opened)


def _by_family(opened: Iterable[FontFace]) -> dict[str, list[FontFace]]:
    families: dict[str, list[FontFace]] = {}
    for face in opened:
        families.setdefault(_key(face.family), []).append(face)
    for faces in families.values():
        faces.sort(key=lambda face: (face.italic, abs(face.weight - 400), str(face.path)))
    return families


def _key(family: str) -> str:
    return " ".join(family.split()).casefold()


def _is_last_resort(family: str) -> bool:
    return any(name in family.casefold() for name in _LAST_RESORTS)


def _rank(family: str, region: str) -> tuple[object, ...]:
    """Order among families that cover the same characters: the region's CJK forms, Noto, sans, proportional, name."""
    words = family.split()
    of_other_region = "CJK" in words and region not in words
    return (of_other_region, "Noto" not in words, "Sans" not in words, "Mono" in words, family)
