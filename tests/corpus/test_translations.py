from __future__ import annotations

import pytest

from corpus.translations import translation_of
from kb.records import Post

POSTS = [
    Post(id="open", text="Welcome.", lang="en", author="Ana Ruiz", position=0, thread="open"),
    Post(id="es", text="Hola.", lang="es", author="Luisa Paz", position=1, thread="es"),
    Post(id="en", text="Hi.", lang="en", author="Tom Roe", position=2, parent="es", thread="es"),
    Post(id="fr", text="Bonjour.", lang="fr", author="Marie Sol", position=3, thread="fr"),
    Post(id="nobody", text="Hola a todas.", lang="es", position=4, thread="nobody"),
]


def says(text: str, parent: str | None, lang: str = "en") -> str | None:
    thread = next((post.thread for post in POSTS if post.id == parent), "new")
    post = Post(id="new", text=text, lang=lang, author="Ana Ruiz", parent=parent, thread=thread, position=5)
    return translation_of(post, [*POSTS, post])


@pytest.mark.parametrize(
    ("text", "parent", "lang", "expected"),
    [
        ("Luisa, so that all can follow I am translating your words into English:", "es", "en", "es"),
        ("Let me post an English translation, and my answer below it.", "nobody", "en", "nobody"),
        ("Below, an informal translation of Marie´s post:", "fr", "en", "fr"),
        ("Here is a translation of Marie Sol's comment:", "es", "en", "fr"),
        ("Translation of the comment by Luisa Paz:", None, "en", "es"),
        ("Unofficial translation: “Hello.”", "es", "en", "es"),
        ("Thank you all! I will put this into English at once.", "es", "en", "es"),
        ("Je le mets en français pour les autres.", "en", "fr", "en"),
        ("Lo paso al español:", "en", "es", "en"),
        ("Traduzco al español el mensaje para todas:", "en", "es", "en"),
        ("Traducción de cortesía del mensaje de Marie Sol:", "en", "es", "fr"),
        ("Voici une traduction du message de Luisa Paz :", None, "fr", "es"),
        ("Je traduis votre commentaire en français :", "es", "fr", "es"),
        ("Segue a tradução da mensagem de Luisa:", None, "pt", "es"),
    ],
)
def test_a_post_that_says_so_translates_the_post_it_names_or_answers(
    text: str, parent: str | None, lang: str, expected: str
) -> None:
    assert says(text, parent, lang) == expected


@pytest.mark.parametrize(
    ("text", "parent", "lang"),
    [
        ("They are translating the results into drawings that everyone can read.", "es", "en"),
        ("We need translation services for women who do not speak it.", "es", "en"),
        ("Translating rights into practice takes time.", "es", "en"),
        ("Escribo en mi lengua (English translation below).", "en", "es"),
        ("We must put this into practice.", "es", "en"),
        ("I agree with Luisa.", "es", "en"),
        ("I will translate it to English.", None, "en"),
        ("I will translate it to English.", "en", "en"),
        ("Here is an English translation of my own post.", "es", "en"),
        ("I will translate my earlier comment into English.", "es", "en"),
        ("La traducción de las leyes a la práctica es difícil.", "en", "es"),
        ("Ces promesses doivent se traduire dans les faits.", "es", "fr"),
    ],
)
def test_a_post_that_speaks_of_translation_otherwise_translates_none(text: str, parent: str | None, lang: str) -> None:
    assert says(text, parent, lang) is None
