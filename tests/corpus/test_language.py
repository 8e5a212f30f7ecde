from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.language import detect, one_language

LONG = {
    "en": "We tend the gardens of this town every day, and nobody has ever asked us what we need for that work.",
    "es": "Cuidamos los jardines de esta ciudad todos los días, y nadie nos pregunta qué necesitamos para hacerlo.",
    "fr": "Nous soignons les jardins de cette ville tous les jours, et personne ne nous a demandé ce qu'il nous faut.",
    "pt": "Cuidamos dos jardins desta cidade todos os dias, e ninguém nos perguntou do que precisamos para isso.",
    "ru": "Мы ухаживаем за садами этого города каждый день, и никто не спросил нас, что нам нужно.",
    "ar": "نعتني بحدائق هذه المدينة كل يوم ولم يسألنا أحد عما نحتاج إليه.",
    "zh": "我们每天照料这座城市的花园，从来没有人问过我们需要什么。",
}


@pytest.mark.parametrize(("lang", "text"), LONG.items())
def test_the_main_language_of_a_sentence_is_found(lang: str, text: str) -> None:
    assert detect(text) == (lang, (lang,))


@pytest.mark.parametrize(
    "text", ["", "12.5", "CEDAW", "CEDAW, ICRMW, C189", "OK", "Ana Ruiz", "https://example.org/the", "καλημέρα"]
)
def test_a_few_words_that_tell_nothing_are_undetermined(text: str) -> None:
    assert detect(text) == ("und", ())


@pytest.mark.parametrize(
    ("text", "lang"),
    [("thank you Ana!!", "en"), ("Gracias", "es"), ("Merci bien", "fr"), ("Obrigada", "pt"), ("Thanks", "en")],
)
def test_a_few_words_that_cannot_be_mistaken_have_their_language(text: str, lang: str) -> None:
    assert one_language(text) == lang


@pytest.mark.parametrize(("main", "other"), [("en", "es"), ("es", "en"), ("fr", "en"), ("en", "zh"), ("pt", "fr")])
def test_a_mixed_post_has_both_languages_the_longer_first(main: str, other: str) -> None:
    text = f"{LONG[main]} {LONG[main]}\n\n{LONG[other]}"
    assert detect(text) == (main, (main, other))


def test_a_run_of_another_language_inside_a_sentence_counts() -> None:
    text = (
        "Quiero volver a la pregunta de quién cuida nuestros jardines, es decir, what are the things that we need "
        "for the work in the gardens of this town, porque nadie la ha respondido hasta ahora y nos importa mucho."
    )
    assert detect(text) == ("es", ("es", "en"))


def test_a_name_in_another_language_makes_no_mix() -> None:
    assert detect("The group Mujeres del Jardín wrote to the town and asked for water.") == ("en", ("en",))


def test_importing_loads_no_language_model(root: Path) -> None:
    heavy = ("lingua", "spacy", "networkx", "markdown_it")
    code = f"import sys, corpus.ingest, corpus.commands; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
