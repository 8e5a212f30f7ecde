"""Which post translates which: where an author says that what follows is another's post in another language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.records import Post
from kb.text import word_set

# A statement stands near the beginning of a post.
_NEAR = 600
_I = (
    r"\b(?:i(?:['’]ll| will| would like to| am going to| shall| have| am)?|let me|we(?:['’]ll| will| have)?)\s+"
    r"(?:\w+\s+){0,4}?(?:translat(?:e|ed|ing)|post(?:ing)?\s+(?:\w+\s+){0,4}translation|share\s+(?:\w+\s+){0,4}translation)\b"
)
_YO = (
    r"\b(?:traduzco|traduciré|traduje|he traducido|voy a traducir|permítanme traducir"
    r"|(?:comparto|publico|pongo|dejo|va|sigue|aquí)\s+(?:\w+\s+){0,4}traducción)\b"
)
_JE = (
    r"\b(?:je (?:traduis|traduirai|vais traduire)|j['’]ai traduit|permettez[- ]moi de traduire"
    r"|(?:je (?:partage|publie|mets)|voici|ci-dessous)\s+(?:\w+\s+){0,4}traduction)\b"
)
_EU = r"\b(?:traduzo|traduzirei|vou traduzir|segue\s+(?:\w+\s+){0,3}tradução)\b"
_OWN = re.compile(
    r"\s+(?:(?:of|de|du|da|do)\s+)?"
    r"(?:my|our|mi|mis|nuestro|nuestra|mon|ma|notre|o meu|a minha|meu|minha|nosso|nossa)\b",
    re.I,
)
_SAYS = re.compile(f"(?:{_I}|{_YO}|{_JE}|{_EU})", re.I)
_POST = (
    r"(?:post|message|comment|contribution|text|reply|words|mensaje|comentario|aporte|texto|publicación|contribución"
    r"|intervention|mensagem|comentário|contribuição)"
)
_KIND = r"(?:courtesy|quick|rough|unofficial|informal|free|english|spanish|french|portuguese)"
_NAME = r"(?P<name>[^\W\d_][\w’'-]*?(?:\s(?-i:[^\W\d_a-z])[\w-]*)*)"
_WHOSE = rf"{_NAME}\s?[´'’`]s?\s+(?:\w+\s+){{0,2}}?{_POST}\b"  # also X´s and X’
_FEW = r"(?:\w+\s+){0,3}?"
_NAMED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:{_KIND}\s+)*translation\s+{_FEW}of\s+{_WHOSE}",
        rf"\btranslation\s+{_FEW}of\s+the\s+(?:\w+\s+)?{_POST}\s+(?:by|from|of)\s+{_NAME}\b",
        rf"\btranslat(?:e|ed|ing)\s+{_WHOSE}",
        rf"\btraducción\s+{_FEW}(?:del?|de la)\s+(?:\w+\s+)?{_POST}\s+de\s+{_NAME}\b",
        rf"\btraduction\s+{_FEW}(?:du|de la|de l['’])\s?(?:\w+\s+)?{_POST}\s+(?:de\s+|d['’]){_NAME}\b",
        rf"\btradução\s+{_FEW}(?:da|do)\s+(?:\w+\s+)?{_POST}\s+d[aeo]\s+{_NAME}\b",
    )
)
_BELOW = r"(?!\s+(?:(?:is |más |plus )?(?:below|follows|of|for|services?|abajo|ci-dessous|bas|abaixo)))"
_TONGUE = (
    r"(?:english|spanish|french|portuguese|inglés|español|castellano|francés|portugués|anglais|espagnol|français|portugais"
    r"|inglês|espanhol|francês|português)"
)
_THIS_POST = re.compile(
    rf"\b(?:{_KIND}\s+)+translation\b{_BELOW}"
    r"|\btranslation\s+(?:\w+\s+)?of\s+(?:the\s+)?(?:above|previous|preceding|this|your)\b"
    rf"|\btraducción\s+(?:no oficial|de cortesía|al {_TONGUE})\b{_BELOW}"
    rf"|\btraduction\s+(?:non officielle|de courtoisie|(?:en )?{_TONGUE})\b{_BELOW}"
    rf"|\btradução\s+(?:não oficial|de cortesia|para o {_TONGUE})\b{_BELOW}"
    # "I will put this into English"
    rf"|\b(?:i|we|let me)\b[\s\w’']{{0,12}}\b(?:put|render|repeat)"
    rf"\s+(?:this|that|it|your \w+)\s+(?:in|into)\s+{_TONGUE}\b"
    rf"|\b(?:lo|la|esto|su \w+|tu \w+)\s+(?:pongo|paso|pondré|pasaré)\s+(?:en|al)\s+{_TONGUE}\b"
    rf"|\bje\s+(?:le |la |l['’])?(?:mets|remets|rends|mettrai)\s+(?:(?:ceci|cela|ça|votre \w+)\s+)?en\s+{_TONGUE}\b",
    re.I,
)
_HINT = re.compile(rf"transla|tradu[cziç]|{_TONGUE}", re.I)
_LANGUAGE = re.compile(
    r"\b(?:it|this|your|the|above|post|comment|message|into|to|in|lo|al|su|tu|le|en|votre|ton|para)\b", re.I
)
_PRONOUN = word_set("it this that the your their his her lo la le su tu")


def translation_of(post: Post, posts: Sequence[Post]) -> str | None:
    """The id of the post that a post says it translates, or None.

    A named author is looked for in the thread first, then among all posts, the nearest one; without a
    name it is the post that is replied to. A post in the same language is no translation.

    >>> asked = Post(id="a", text="Hola a todas.", lang="es", author="Ana Ruiz", thread="a")
    >>> reply = Post(id="b", text="I will translate it to English.", lang="en", parent="a", thread="a", position=1)
    >>> translation_of(reply, [asked, reply])
    'a'
    """
    near = post.text[:_NEAR]
    if not _HINT.search(near):
        return None
    named = next((match["name"] for pattern in _NAMED if (match := pattern.search(near))), None)
    if named and named.casefold() not in _PRONOUN:
        for candidate in sorted((p for p in posts if _is(p, named)), key=lambda p: _distance(post, p)):
            if _other_language(post, candidate):
                return candidate.id
    said = _SAYS.search(near)
    if not (said and _LANGUAGE.search(near, said.end(), said.end() + 60)) and not _THIS_POST.search(near):
        return None
    at = said or _THIS_POST.search(near)
    if at is not None and _OWN.match(near, at.end()):
        return None
    parent = next((candidate for candidate in posts if candidate.id == post.parent), None)
    return parent.id if parent is not None and _other_language(post, parent) else None


def _is(post: Post, name: str) -> bool:
    """Whether a post's author is called that, by the whole name or a part of it."""
    author = (post.author or "").casefold()
    return bool(author) and (name.casefold() == author or set(name.casefold().split()) <= set(author.split()))


def _distance(post: Post, candidate: Post) -> tuple[bool, bool, int]:
    return candidate.id != post.parent, candidate.thread != post.thread, abs(candidate.position - post.position)


def _other_language(post: Post, candidate: Post) -> bool:
    return candidate.id != post.id and (post.lang != candidate.lang or "und" in (post.lang, candidate.lang))
