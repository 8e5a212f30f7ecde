"""The few words of the issue map itself, in the languages that it is written in."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Instruments by issues",
        "row": "Instrument",
        "issue": "Issue",
        "reference": "Reference",
        "passages": "Passages",
        "posts": "Posts",
        "authors": "Authors",
        "cited": "Cited in",
        "quoted": "Quoted in",
        "evidence": "Evidence",
        "sentence": "Sentence",
        "named": "Instrument named by",
        "author": "Author",
        "date": "Date",
        "post": "Post",
        "page": "Official page",
        "nobody": "addresses the issue, by rightsgraph's own list, and is not cited here",
        "cell": "Passages about the issue that cite the instrument",
        "build": "Build",
        "denied": "said not to be about it",
    },
    "es": {
        "title": "Instrumentos por temas",
        "row": "Instrumento",
        "issue": "Tema",
        "reference": "Referencia",
        "passages": "Pasajes",
        "posts": "Mensajes",
        "authors": "Autores",
        "cited": "Citado en",
        "quoted": "Reproducido en",
        "evidence": "Pruebas",
        "sentence": "Oración",
        "named": "Instrumento nombrado por",
        "author": "Autor",
        "date": "Fecha",
        "post": "Mensaje",
        "page": "Página oficial",
        "nobody": "trata el tema, según la lista propia de rightsgraph, y aquí no se cita",
        "cell": "Pasajes sobre el tema que citan el instrumento",
        "build": "Versión",
        "denied": "se dice que no trata de ello",
    },
    "fr": {
        "title": "Instruments par thèmes",
        "row": "Instrument",
        "issue": "Thème",
        "reference": "Référence",
        "passages": "Passages",
        "posts": "Messages",
        "authors": "Auteurs",
        "cited": "Cité dans",
        "quoted": "Reproduit dans",
        "evidence": "Preuves",
        "sentence": "Phrase",
        "named": "Instrument nommé par",
        "author": "Auteur",
        "date": "Date",
        "post": "Message",
        "page": "Page officielle",
        "nobody": "traite du thème, selon la liste propre de rightsgraph, et n'est pas cité ici",
        "cell": "Passages sur le thème qui citent l'instrument",
        "build": "Version",
        "denied": "dit ne pas en traiter",
    },
}


def words(lang: str) -> dict[str, str]:
    """The words in a language; English where there are none.

    >>> words("fr")["issue"], words("xx")["issue"]
    ('Thème', 'Issue')
    """
    return WORDS.get(lang, WORDS["en"])
