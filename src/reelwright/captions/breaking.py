"""How well a caption may be divided after a word: by meaning, not by count."""

from __future__ import annotations

SENTENCE, CLAUSE, PHRASE, PLAIN, TIED = 0.0, 1.0, 3.0, 6.0, 26.0
"""Cost of a break after the end of a sentence, of a clause, before a word that opens a phrase, anywhere, inside a unit."""

_SENTENCE_END = tuple(".!?…。！？؟।॥۔")
_CLAUSE_END = tuple(",;:—–、，；：،؛")
_CLOSING = "\"'”’»)]}」』）"
_TITLES = {
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "prof.",
    "st.",
    "sr.",
    "sra.",
    "herr",
    "frau",
    "m.",
    "mme",
    "no.",
    "fig.",
    "vs.",
    "e.g.",
    "i.e.",
    "ca.",
    "bzw.",
    "mio.",
    "mrd.",
    "nr.",
    "sept.",
    "т.",
}
_LONGEST_ABBREVIATION = 5
_OPENERS = frozenset(
    "and or but nor so yet because although while when where which who that if than as at by for from in into of on over "
    "through to under until with without after before between during "
    "y o pero porque aunque cuando donde que si como a de en con sin por para desde hasta entre sobre "
    "et ou mais car parce quand où qui que si comme à de en avec sans par pour dans sur sous entre depuis "
    "und oder aber weil obwohl wenn wo dass ob als an auf aus bei bis durch für gegen hinter in mit nach ohne über um unter von vor zu zwischen "
    "e ma perché quando dove che se come di da con su per tra fra mas porque quando onde em com sem até sobre "
    "en of maar omdat als waar dat met van voor door zonder naar op om "
    "och eller men för att som när och i med på av til med på av i og eller men fordi at som "
    "i oraz lub ale że gdy który w na z do od po przez dla и или но что если когда в на с к от по за из для о "
    "ve veya ama çünkü ile için gibi".split()
)
_LEANING = frozenset(
    "a an the this that these those my your his her its our their some any no every each of to in on at by for from with and or "
    "el la los las un una unos unas su sus mi tu de del al le les l un une des du au aux mon ma ses son sa ce cette "
    "der die das den dem des ein eine einen einem einer mein dein sein ihr il lo gli uno i o os as um uma no na do da "
    "de het een en ett den det".split()
)


def break_cost(word: str, following: str | None) -> float:
    """The cost of ending a line or a cue after ``word``, when ``following`` comes next."""
    if following is None:
        return SENTENCE
    bare = word.rstrip(_CLOSING)
    if word.lower() in _TITLES or _is_initial(bare, following) or not any(char.isalnum() for char in following):
        return TIED  # also before an emoji or a sign, which belongs to what it follows
    if bare.endswith(".") and len(bare) <= _LONGEST_ABBREVIATION and following[:1].islower():
        return PLAIN  # an abbreviation: a sentence seldom begins in lower case
    if bare.endswith(_SENTENCE_END):
        return SENTENCE
    if bare.endswith(_CLAUSE_END):
        return CLAUSE
    if bare.lower() in _LEANING or (bare[-1:].isdigit() and following[:1].islower() and len(following) <= 12):
        return TIED
    return PHRASE if following.strip(_CLOSING + "“‘«([").lower() in _OPENERS else PLAIN


def _is_initial(word: str, following: str) -> bool:
    """A single letter with its dot: of a name, or the first half of ``z. B.``"""
    is_one = len(word) == 2 and word[0].isalpha() and word[1] == "."
    return is_one and (word[0].isupper() or (len(following) > 1 and following[0].isalpha() and following[1] == "."))


def ends_sentence(word: str) -> bool:
    return break_cost(word, "X") == SENTENCE


def is_small_word(word: str) -> bool:
    """Whether a word is an article, a preposition or the like, in any language these lists know."""
    return word.lower() in _LEANING or word.lower() in _OPENERS
