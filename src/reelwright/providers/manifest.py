"""What a vendor offers, as data: readable without importing any of its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "text", "speech", "recognition", "stock", "images", "clips", "enhancement", "music", "moderation", "translation", "speakers",
    "separation", "alignment", "cloning", "lip-sync", "sync-score",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The ports; the protocol of each lies in the module of its name (``stock`` in ``pictures``, ``alignment`` in
``recognition``)."""


def order_variable(kind: Kind) -> str:
    """The environment name of the order in which a kind's providers are asked."""
    return f"REELWRIGHT_{kind.replace('-', '_').upper()}"


Ability = Literal[
    "word-times", "speakers", "cloning", "alignment", "references", "seed", "styles", "lexicon", "typed", "cancel", "video",
    "prompts", "clean", "voice-only",
]  # fmt: skip
"""What not every adapter of a port can do. ``word-times`` are the provider's own; ``references`` are pictures to look like;
``typed`` answers follow a JSON Schema by themselves; ``video`` of a stock means that it has footage, too; ``prompts`` are
descriptions of music in words; ``clean`` and ``voice-only`` say what an enhancement can keep."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a vendor, read from ``REELWRIGHT_<VENDOR>_<NAME>``, from the names ``also``, or from the providers file."""

    name: str
    meaning: str
    default: str = ""
    is_secret: bool = False
    is_required: bool = False
    also: tuple[str, ...] = ()


def api_key(*also: str, is_required: bool = True) -> Option:
    """The option ``api_key``; ``also`` are the environment names the vendor's own tools read."""
    return Option("api_key", "its API key", is_secret=True, is_required=is_required, also=also)


def base_url(default: str = "", *also: str) -> Option:
    """The option ``base_url``: where the vendor answers; required where there is no default."""
    return Option("base_url", "its address", default, is_required=not default, also=also)


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whom we call. ``name`` is a-z, 0-9 and ``-``; ``site`` says where a key is got.

    ``check`` is ``module:function``, called with an ``Access``: it proves key and address without spending, answers a
    sentence (such as the balance), and raises ``ProviderFailed``.
    """

    name: str
    title: str
    options: tuple[Option, ...] = ()
    site: str = ""
    check: str = ""

    def variable(self, option: str) -> str:
        """The environment name of an option."""
        return f"REELWRIGHT_{self.name.replace('-', '_').upper()}_{option.upper()}"

    def shown(self, option: Option) -> str:
        """The environment name to tell people: our shortest one."""
        own = [name for name in option.also if name.startswith("REELWRIGHT_")]
        return own[0] if own else self.variable(option.name)


@dataclass(frozen=True, slots=True)
class Offer:
    """One vendor's adapter of one port.

    ``connect`` is ``module:function``: called with an ``Access`` it answers the port's object. ``quality`` (0 to 100) is the
    order in which ``auto`` prefers what is configured. ``languages`` are BCP 47 tags, none of them: any. ``limits`` are the
    most of a unit in one call, ``prices`` US dollars for one unit: ``characters``, ``seconds``, ``images``,
    ``input_tokens``, ``output_tokens``, ``calls``, ``credits``; where they depend on the settings, ``cost`` is ``module:function`` that answers
    the US dollars of an ``Access`` and so much of each unit. ``module`` must be importable, and comes with ``reelwright[extra]``.
    ``missing`` is ``module:function`` that answers what else is not here, as a phrase, or nothing (quick, nothing is loaded);
    one with a parameter is given the ``Access``.
    An offer that is not ``is_automatic`` is taken only when it is named; ``terms`` say why, or what its use asks for.
    """

    vendor: Vendor
    kind: Kind
    connect: str
    quality: int
    languages: tuple[str, ...] = ()
    abilities: frozenset[Ability] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict[str, int])
    prices: Mapping[str, float] = field(default_factory=dict[str, float])
    cost: str = ""
    calls_per_minute: int = 0
    module: str = ""
    extra: str = ""
    missing: str = ""
    is_local: bool = False
    is_automatic: bool = True
    is_idempotent: bool = False
    """The vendor honours our idempotency key: a repeated call is answered, not done and charged for, again."""
    terms: str = ""

    def speaks(self, language: str) -> bool:
        """Whether the offer covers a language: ``en`` covers ``en-GB`` and is covered by ``en-US``."""
        wanted = f"{language.lower()}-"
        return not self.languages or any(
            wanted.startswith(f"{tag.lower()}-") or f"{tag.lower()}-".startswith(wanted) for tag in self.languages
        )
