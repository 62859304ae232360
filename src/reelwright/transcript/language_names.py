"""The languages recognisers know, by each of the names they call them."""

from __future__ import annotations

_ROWS = """
af afr afrikaans|am amh amharic|ar ara arabic|as asm assamese|az aze azerbaijani|ba bak bashkir|be bel belarusian|bg bul bulgarian
bn ben bengali|bo bod tibetan|br bre breton|bs bos bosnian|ca cat catalan|cs ces czech|cy cym welsh|da dan danish|de deu german
el ell greek|en eng english|es spa spanish|et est estonian|eu eus basque|fa fas persian|fi fin finnish|fil fil filipino
fo fao faroese|fr fra french|ga gle irish|gl glg galician|gu guj gujarati|ha hau hausa|haw haw hawaiian|he heb hebrew|hi hin hindi
hr hrv croatian|ht hat haitian_creole|hu hun hungarian|hy hye armenian|id ind indonesian|ig ibo igbo|is isl icelandic
it ita italian|ja jpn japanese|jv jav javanese|ka kat georgian|kk kaz kazakh|km khm khmer|kn kan kannada|ko kor korean
ky kir kyrgyz|la lat latin|lb ltz luxembourgish|ln lin lingala|lo lao lao|lt lit lithuanian|lv lav latvian|mg mlg malagasy
mi mri maori|mk mkd macedonian|ml mal malayalam|mn mon mongolian|mr mar marathi|ms msa malay|mt mlt maltese|my mya myanmar
ne nep nepali|nl nld dutch|nn nno nynorsk|no nor norwegian|ny nya chichewa|oc oci occitan|or ori odia|pa pan punjabi|pl pol polish
ps pus pashto|pt por portuguese|ro ron romanian|ru rus russian|sa san sanskrit|sd snd sindhi|si sin sinhala|sk slk slovak
sl slv slovenian|sn sna shona|so som somali|sq sqi albanian|sr srp serbian|su sun sundanese|sv swe swedish|sw swa swahili
ta tam tamil|te tel telugu|tg tgk tajik|th tha thai|tk tuk turkmen|tl tgl tagalog|tr tur turkish|tt tat tatar|uk ukr ukrainian
ur urd urdu|uz uzb uzbek|vi vie vietnamese|wo wol wolof|xh xho xhosa|yi yid yiddish|yo yor yoruba|yue yue cantonese
zh zho chinese|zu zul zulu
"""
_ALSO = {"cmn": "zh", "mandarin": "zh", "nob": "no", "nb": "no", "jw": "jv", "iw": "he", "castilian": "es", "valencian": "ca",
         "moldavian": "ro", "burmese": "my", "flemish": "nl", "panjabi": "pa", "sinhalese": "si", "pushto": "ps", "farsi": "fa"}  # fmt: skip
_TAGS = {name: row.split()[0] for row in _ROWS.strip().replace("\n", "|").split("|") for name in row.split()} | _ALSO


def language_tag(told: str) -> str:
    """The BCP 47 tag for a name (``english``), a code of two or three letters, or a tag, whose region is kept (``en-US``).

    What is not known stays as it is told, in lower case.
    """
    head, _, rest = told.strip().replace(" ", "_").replace("-", "~", 1).partition("~")
    tag = _TAGS.get(head.lower(), head.lower())
    return f"{tag}-{rest}" if rest else tag


def base_language(tag: str) -> str:
    """The tag without region or script: ``en`` of ``en-US``, and one name for languages that have several (``nb`` is ``no``)."""
    return language_tag(tag).partition("-")[0].partition("_")[0]
