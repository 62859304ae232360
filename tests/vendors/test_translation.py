"""What every adapter of the translation port does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reelwright.app.dub_wiring import dub_tools
from reelwright.app.providers.choosing import Providers
from reelwright.errors import NoBalance, ProviderFailed, ProviderNeeded, ProviderRefused, RateLimited
from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer
from reelwright.providers.models import ModelStore
from reelwright.providers.translation import Passage, TranslationProvider, TranslationRequest
from reelwright.vendors.apertium.manifest import OFFERS as APERTIUM
from reelwright.vendors.apertium.pair import pair_of
from reelwright.vendors.apertium.translation import connect as apertium
from reelwright.vendors.deepl.check import check as deepl_check
from reelwright.vendors.deepl.languages import source_name, target_name
from reelwright.vendors.deepl.manifest import OFFERS as DEEPL
from reelwright.vendors.deepl.translation import DeepLTranslation
from reelwright.vendors.google_translate.check import check as google_check
from reelwright.vendors.google_translate.manifest import OFFERS as GOOGLE
from reelwright.vendors.google_translate.translation import GoogleTranslation, language_name
from reelwright.vendors.kept_terms import hidden
from reelwright.vendors.marian.manifest import OFFERS as MARIAN
from reelwright.vendors.marian.manifest import known_model
from reelwright.vendors.marian.translation import connect as marian
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.tiny_marian import tiny_marian
from tests.vendors.vendor_server import Asked, Reply, Route, VendorServer

REQUEST = TranslationRequest(
    "en-GB", "es", (Passage("a", "Welcome to Reelwright, dear cook."), Passage("b", "…"), Passage("c", "Rice grows in water.")),
    before=("Hello.",), after=("Bye.",), glossary=(("reelwright", ""), ("rice", "el arroz")), register="formal", about="Cooking.",
)  # fmt: skip


def upside_down(text: str) -> str:
    """The vendor's translation: other words in the other order, and codes that are no words left alone."""
    return " ".join(word if word[:2].isupper() else f"<{word}>" for word in reversed(text.rstrip(".").split())) + "."


@dataclass(frozen=True)
class TranslationCase:
    name: str
    offer: Offer
    connect: Callable[[Access], TranslationProvider]
    routes: Callable[[], list[tuple[str, str, Route]]]
    paid: tuple[str, str]


def _deepl() -> list[tuple[str, str, Route]]:
    def translate(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "DeepL-Auth-Key key-of-the-test"
        sent = asked.json()
        assert (sent["source_lang"], sent["target_lang"]) == ("EN", "ES")
        assert "tag_handling" not in sent
        rows = [
            {"detected_source_language": "EN", "text": upside_down(text), "billed_characters": len(text)}
            for text in sent["text"]
        ]
        return Reply({"translations": rows})

    usage = Reply({"character_count": 5, "character_limit": 500000})
    return [("POST", "/v2/translate", translate), ("GET", "/v2/usage", lambda asked: usage)]


def _google() -> list[tuple[str, str, Route]]:
    def translate(asked: Asked) -> Reply:
        assert asked.headers["x-goog-api-key"] == "key-of-the-test"
        assert not asked.query
        sent = asked.json()
        assert (sent["source"], sent["target"], sent["format"], sent["model"]) == ("en", "es", "text", "nmt")
        return Reply({"data": {"translations": [{"translatedText": upside_down(text)} for text in sent["q"]]}})

    languages = Reply({"data": {"languages": [{"language": "es"}]}})
    return [
        ("POST", "/language/translate/v2", translate), ("GET", "/language/translate/v2/languages", lambda asked: languages),
    ]  # fmt: skip


HOSTED = (
    TranslationCase("deepl", DEEPL[0], lambda access: DeepLTranslation(access, 1.5, 5_000_000), _deepl, ("POST", "/v2/translate")),
    TranslationCase(
        "google", GOOGLE[0], lambda access: GoogleTranslation(access, 1.5, 5_000_000), _google, ("POST", "/language/translate/v2")
    ),
)  # fmt: skip


@pytest.fixture(params=HOSTED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> TranslationCase:
    return request.param


@pytest.fixture
def server(case: TranslationCase) -> Iterator[VendorServer]:
    with VendorServer(case.routes()) as made:
        yield made


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_marian(folder / "opus-mt-en-es")
    tiny_marian(folder / "translate-es_en-1_0", argos=True)
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands in for the program `apertium`: reads as it does, ``%`` goes lost, and tells how it was called."""
    path = tmp_path / "apertium"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"open({str(tmp_path / 'called')!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))\n"
        "if sys.argv[1:] == ['-l']:\n    print('  eng-spa\\n  spa-eng\\n  eng-hbs_HR\\n  por-spa'); sys.exit()\n"
        "assert sys.argv[1:4] == ['-u', '-f', 'txt']\n"
        "if sys.argv[4] == 'spa-eng':\n    sys.stderr.write('Error: mode broken'); sys.exit(1)\n"
        "text = sys.stdin.read()\n"
        "sys.stdout.write(text.replace('Rice', 'Arroz').replace('%' + chr(10) * 2, chr(10)))\n"
    )
    path.chmod(0o755)
    return path


def local(name: str, models: Path, program: Path) -> TranslationProvider:
    if name == "apertium":
        return apertium(Access(APERTIUM[0], {"program": str(program)}))
    return marian(
        Access(
            MARIAN[0],
            {"model": f"{models / 'opus-mt-en-es'}, {models / 'translate-es_en-1_0'}", "beam": "1", "threads": "1"},
        )
    )


def ask(case: TranslationCase, url: str, folder: Path, request: TranslationRequest = REQUEST) -> list[tuple[str, ...]]:
    return [each.texts for each in case.connect(access_to(url, case.offer, folder)).translate(request)]


class TestEveryProvider:
    @pytest.mark.parametrize("name", ["deepl", "google", "apertium", "marian"])
    def test_one_answer_for_each_passage_in_order(self, name: str, models: Path, program: Path, tmp_path: Path) -> None:
        hosted = next((each for each in HOSTED if each.name == name), None)
        with VendorServer(hosted.routes() if hosted else []) as server:
            provider = (
                hosted.connect(access_to(server.url, hosted.offer, tmp_path))
                if hosted
                else local(name, models, program)
            )
            answers = provider.translate(REQUEST)
            assert [each.id for each in answers] == ["a", "b", "c"]
            assert answers[1].texts == ("…",)
            assert all(isinstance(text, str) for each in answers for text in each.texts)
            assert not provider.heeds_length
            assert provider.name
            assert provider.version
            assert provider.translate(replace(REQUEST, passages=())) == ()

    @pytest.mark.parametrize("name", ["apertium", "marian"])
    def test_a_pair_that_is_not_here_leaves_it_to_the_next(self, name: str, models: Path, program: Path) -> None:
        with pytest.raises(ProviderNeeded, match="en-GB to th"):
            local(name, models, program).translate(replace(REQUEST, target="th"))


class TestHosted:
    def test_the_glossary_is_kept_by_codes_and_put_in_place(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path
    ) -> None:
        first, _, last = ask(case, server.url, tmp_path)
        sent = server.asked[0].json()
        texts = sent.get("text") or sent["q"]
        assert texts == ["Welcome to XZ1X, dear cook.", "XZ1X grows in water."]
        assert "Reelwright" in first[0]
        assert "el arroz" in last[0]

    def test_a_lost_code_is_asked_for_again_in_plain_words(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path
    ) -> None:
        whole = server.routes[0][2]

        def forgetful(asked: Asked) -> Reply:
            reply = whole(asked)
            reply.body and _each_text(reply, lambda text: text.replace("XZ1X", "this"))
            return reply

        server.routes[0] = (*server.routes[0][:2], forgetful)
        answers = ask(case, server.url, tmp_path)
        assert server.count(*case.paid) == 2
        assert "Reelwright" in answers[0][0]
        assert "this" not in answers[0][0]

    def test_the_same_wish_is_answered_from_the_books(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path
    ) -> None:
        first = ask(case, server.url, tmp_path)
        assert ask(case, server.url, tmp_path) == first
        assert server.count(*case.paid) == 1
        assert states(tmp_path) == ["done"]

    def test_many_lines_go_in_calls_the_vendor_takes(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path
    ) -> None:
        many = tuple(Passage(str(number), f"Line {number}.") for number in range(120))
        answers = ask(case, server.url, tmp_path, replace(REQUEST, passages=many))
        assert answers[119] == (upside_down("Line 119."),)
        assert server.count(*case.paid) == -(-120 // case.offer.limits["texts"])

    def test_an_answer_with_too_few_texts_is_not_taken(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path
    ) -> None:
        for body in ({"translations": [], "data": {"translations": []}}, {"what": 1}, [3]):
            server.routes[0] = (*server.routes[0][:2], lambda asked, told=body: Reply(told))
            with pytest.raises(ProviderFailed):
                ask(case, server.url, tmp_path)
        assert states(tmp_path) == ["started"]

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
    def test_every_way_a_call_breaks(
        self, case: TranslationCase, server: VendorServer, tmp_path: Path, fault: Fault
    ) -> None:
        check_fault(fault, server, tmp_path, lambda url: ask(case, url, tmp_path), case.paid)


def _each_text(reply: Reply, change: Callable[[str], str]) -> None:
    for row in reply.body.get("translations") or reply.body["data"]["translations"]:
        for name in ("text", "translatedText"):
            if name in row:
                row[name] = change(row[name])


class TestDeepL:
    def test_context_and_formality_go_along(self, tmp_path: Path) -> None:
        with VendorServer(_deepl()) as server:
            ask(HOSTED[0], server.url, tmp_path)
            sent = server.asked[0].json()
        assert sent["context"].splitlines() == [
            "Cooking.", "Hello.", "Welcome to Reelwright, dear cook.", "…", "Rice grows in water.", "Bye.",
        ]  # fmt: skip
        assert sent["formality"] == "prefer_more"

    def test_a_used_up_quota_is_a_lack_of_balance(self, tmp_path: Path) -> None:
        with VendorServer(_deepl()) as server:
            server.fault = Reply({"message": "Quota Exceeded"}, 456)
            with pytest.raises(NoBalance, match="Quota Exceeded"):
                ask(HOSTED[0], server.url, tmp_path)

    def test_the_kind_of_key_says_the_host_and_the_price(self) -> None:
        for key, host, micros in (
            ("k:fx", "https://api-free.deepl.com", 0),
            ("k", "https://api.deepl.com", 25_000_000),
        ):
            access = Access(DEEPL[0], {"api_key": key})
            assert DeepLTranslation(access)._http.base_url == host
            assert access.cost_micros({"characters": 1_000_000}) == micros

    def test_the_key_is_checked_for_nothing(self, tmp_path: Path) -> None:
        with VendorServer(_deepl()) as server:
            assert deepl_check(access_to(server.url, DEEPL[0], tmp_path)) == "5 of 500000 characters used"

    @pytest.mark.parametrize(
        ("tag", "source", "target"),
        [
            ("en", "EN", "EN-US"), ("en-AU", "EN", "EN-GB"), ("pt", "PT", "PT-BR"), ("pt-PT", "PT", "PT-PT"), ("es", "ES", "ES"),
            ("es-MX", "ES", "ES-419"), ("zh-TW", "ZH", "ZH-HANT"), ("zh", "ZH", "ZH-HANS"), ("no", "NB", "NB"), ("de-AT", "DE", "DE"),
        ],
    )  # fmt: skip
    def test_languages_have_its_names(self, tag: str, source: str, target: str) -> None:
        assert (source_name(tag), target_name(tag)) == (source, target)


class TestGoogle:
    @pytest.mark.parametrize(
        ("status", "reason", "error"),
        [
            (403, "userRateLimitExceeded", RateLimited), (403, "dailyLimitExceeded", NoBalance), (403, "forbidden", ProviderRefused),
            (400, "API key not valid. Please pass a valid API key.", ProviderRefused), (400, "badRequest", ProviderFailed),
        ],
    )  # fmt: skip
    def test_its_refusals_become_what_they_mean(
        self, status: int, reason: str, error: type[ProviderFailed], tmp_path: Path
    ) -> None:
        with VendorServer(_google()) as server:
            server.fault = Reply({"error": {"code": status, "message": "No.", "errors": [{"reason": reason}]}}, status)
            with pytest.raises(error) as caught:
                ask(HOSTED[1], server.url, tmp_path)
        assert type(caught.value) is error
        assert "No." in caught.value.message

    def test_the_key_is_checked_for_nothing(self, tmp_path: Path) -> None:
        with VendorServer(_google()) as server:
            assert "1 languages" in google_check(access_to(server.url, GOOGLE[0], tmp_path))

    def test_languages_have_its_names(self) -> None:
        told = [language_name(tag) for tag in ("en-GB", "zh", "zh-Hant", "pt-PT", "pt-BR", "fr-CA", "nb")]
        assert told == ["en", "zh-CN", "zh-TW", "pt-PT", "pt", "fr-CA", "no"]


class TestApertium:
    def test_texts_go_together_and_come_back_apart(self, program: Path, models: Path, tmp_path: Path) -> None:
        answers = local("apertium", models, program).translate(replace(REQUEST, glossary=()))
        assert [each.texts for each in answers] == [
            ("Welcome to Reelwright, dear cook.",), ("…",), ("Arroz grows in water.",),
        ]  # fmt: skip
        assert (tmp_path / "called").read_text().splitlines() == ["-l", "-u -f txt eng-spa"]

    def test_texts_that_ran_together_are_translated_one_by_one(
        self, program: Path, models: Path, tmp_path: Path
    ) -> None:
        odd = replace(REQUEST, passages=(Passage("a", "50 %"), Passage("b", "; rm -rf $HOME\nRice")), glossary=())
        answers = local("apertium", models, program).translate(odd)
        assert [each.texts[0] for each in answers] == ["50 %", "; rm -rf $HOME Arroz"]
        assert (tmp_path / "called").read_text().count("eng-spa") == 3

    def test_what_the_program_says_is_told(self, program: Path, models: Path) -> None:
        with pytest.raises(ProviderFailed, match="mode broken"):
            local("apertium", models, program).translate(replace(REQUEST, source="es", target="en"))

    def test_without_the_program_it_says_how_to_get_it(self) -> None:
        missing = Providers({"REELWRIGHT_APERTIUM_PROGRAM": "/nowhere/apertium"}).missing(APERTIUM[0])
        assert "apt-get install apertium" in missing[0]

    def test_a_pair_is_found_by_any_name_of_its_languages(self) -> None:
        known = ("eng-spa", "eng-hbs_HR", "es-pt_BR", "es-pt", "spa-cat")
        assert pair_of(known, "en-US", "es-MX") == "eng-spa"
        assert pair_of(known, "en", "hr") == "eng-hbs_HR"
        assert pair_of(known, "en", "sr") is None
        assert pair_of(known, "es", "pt-BR") == "es-pt_BR"
        assert pair_of(known, "es", "pt") == "es-pt"


class TestMarian:
    def test_it_is_repeatable_and_goes_by_way_of_another_language(self, models: Path, program: Path) -> None:
        provider = local("marian", models, program)
        plain = replace(REQUEST, passages=(Passage("a", "Good morning. Welcome."),), glossary=())
        assert provider.translate(plain) == provider.translate(plain)
        back = replace(plain, target="en-US", source="es")
        assert provider.translate(back)[0].id == "a"
        with_german = [f"{pair}={models / 'opus-mt-en-es'}" for pair in ("de-en", "en-es")]
        two = marian(Access(MARIAN[0], {"model": ",".join(with_german), "beam": "1", "threads": "1"}))
        assert two.translate(replace(plain, source="de"))[0].id == "a"

    def test_stored_models_are_found_by_themselves(self, models: Path, tmp_path: Path) -> None:
        store = ModelStore(tmp_path / "models")
        assert Providers({}, models=store).missing(MARIAN[0]) == ("reel models get opus-mt-en-es",)
        store.keep_record(store.place("opus-mt-en-es"), {"name": "opus-mt-en-es", "at": str(models / "opus-mt-en-es")})
        store.keep_record(store.place("argos"), {"name": "argos", "at": str(models / "translate-es_en-1_0")})
        found = Providers({}, models=store)
        assert found.missing(MARIAN[0]) == ()
        assert [each.name for each in dub_tools(found).translators if each.name == "marian"] == ["marian"]

    def test_a_folder_that_is_none_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ProviderNeeded, match="no translation model"):
            marian(Access(MARIAN[0], {"model": str(tmp_path)}))
        broken = tmp_path / "opus-mt-en-es"
        broken.mkdir()
        for name in ("model.bin", "source.spm", "target.spm", "config.json"):
            (broken / name).write_bytes(b"broken")
        with pytest.raises(ProviderFailed, match="cannot be opened"):
            marian(Access(MARIAN[0], {"model": str(broken)})).translate(REQUEST)

    def test_any_pair_is_known_by_its_name(self) -> None:
        model = known_model("opus-mt-fi-en")
        assert model is not None
        assert model.repo == "gaudi/opus-mt-fi-en-ctranslate2"
        assert known_model("opus-mt-nonsense") is None


class TestKeptTerms:
    def test_words_are_found_whole_and_longest_first(self) -> None:
        terms = (("cook", "chef"), ("Cook Islands", ""), ("C++", ""))
        found = hidden("The Cook Islands' cook cooked in c++.", terms)
        assert found.text == "The XZ1X' XZ2X cooked in XZ3X."
        assert found.shown(found.text) == "The Cook Islands' chef cooked in c++."

    def test_a_code_that_is_gone_or_doubled_is_noticed(self) -> None:
        found = hidden("the cook", (("cook", "chef"),))
        assert found.shown("el xz1x") == "el chef"
        assert found.shown("el") is None
        assert found.shown("XZ1X XZ1X") is None

    def test_a_text_that_looks_like_a_code_gets_others(self) -> None:
        assert hidden("XZ1X cook", (("cook", "chef"),)).text == "XZ1X QX1Q"
