"""Authors' names in a discussion dump: which lines are names, who moderates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.dates import iso_date
from kb.text import word_set

if TYPE_CHECKING:
    from corpus.read.lines import Bullet, Line

# Words in lower case that stand inside names of people and organisations.
_PARTICLES = word_set(
    "von van der den de del della di da das do dos du des la las le les los el al bin bint ibn ben abu y e et and und "
    "of for the para pour por on in w/ von zu ter ten af av san"
)
# Words that open or fill a message and no name.
_TALK = word_set(
    "thank thanks hello hi hey dear dears you your all everyone everybody colleagues friends yes no great good well "
    "agreed i we my our it is are was this that these there here please see congratulations welcome "
    "gracias hola estimados estimadas estimado estimada queridos queridas buenos buenas todos todas muchas saludos "
    "merci bonjour bonsoir chers chères cher chère tous toutes salut "
    "obrigado obrigada olá bom boa prezados prezadas caros caras"
)
_MODERATOR = re.compile(
    r"\s*(?:co-?)?(?:moderators?|moderated by|facilitators?|facilitated by"
    r"|moderador(?:as?|es)?|modera|facilitador(?:as?|es)?"
    r"|modérat(?:eurs?|rices?)|modéré par|animat(?:eurs?|rices?)|mediador(?:as?|es)?)\s*:\s*(?P<name>\S.*?)\s*",
    re.I,
)
_BY = re.compile(
    r"\s*(?:posted by|author|by|por|autora?|par|auteure?)\s*:?\s+(?P<name>(?-i:[^\W\d_a-zà-ÿ]).*?)\s*", re.I
)
_SEVERAL = re.compile(r"\s*(?:,|;|&|/|\band\b|\by\b|\be\b|\bet\b)\s*")
_DATE_TAIL = re.compile(r"(?P<name>.*?\S)\s*(?:[|·•,–—-]|\s{2,}|\()\s*(?P<date>[^()|·]*\d{4}[^()|]*)\)?\s*")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.[\s-]?)+|.*\s(?:[^\W\d_]{1,2}|[JS]r|et al|Ph\.?D|M\.?D)\.")
_STOP_INSIDE = re.compile(r"[^\W\d_]{4,}\.\s|[!?:;…]|https?:|www\.|[\"“”«»]")


def looks_like_author(text: str) -> bool:
    """Whether a line is a name and no message: a few words with capitals, no sentence.

    >>> [looks_like_author(line) for line in ("Ana María de la Cruz", "I. F.", "user_12", "elsie DURAND", "刘小明")]
    [True, True, True, True, True]
    >>> [looks_like_author(line) for line in ("Thank you Ana", "Women need access to justice", "Access to work;")]
    [False, False, False]
    """
    name, _ = split_date(text)
    words = name.split()
    if not words or len(name) > 80 or len(words) > 8 or not any(c.isalpha() for c in name):
        return False
    if name[-1] in '.!?:;,…»”"' and not _INITIALS.fullmatch(name):
        return False
    if _STOP_INSIDE.search(name):
        return False
    bare = [word.strip("().,'’-") for word in words]
    if any(word.casefold() in _TALK for word in bare if len(word) > 1 or word.islower()):
        return False
    if len(words) == 1:
        return True
    lower = [word for word in bare if word[:1].islower() and word not in _PARTICLES]
    capital = [word for word in bare if word[:1].isalpha() and not word[:1].islower()]
    return len(capital) >= 1 and len(lower) <= (1 if len(words) <= 3 and bare[0] in lower else 0)


def split_date(text: str) -> tuple[str, str | None]:
    """A name and the date behind it, where there is one.

    >>> split_date("Ana Cruz (3 October 2016)"), split_date("Cruz, Ana")
    (('Ana Cruz', '2016-10-03'), ('Cruz, Ana', None))
    """
    match = _DATE_TAIL.fullmatch(text)
    date = iso_date(match["date"]) if match else None
    return (match["name"], date) if match and date else (text.strip(), None)


def author_line(lines: list[Line], bullet: Bullet, last: int) -> tuple[str, str | None, int]:
    """The author of a bulleted line, the date there or on a line of its own below, and how many lines that took."""
    name, date = split_date(bullet.text)
    for index in range(bullet.line + 1, last):
        if not lines[index].blank:
            below = iso_date(lines[index].text.strip())
            if below and not date:
                return name, below, index - bullet.line + 1
            break
    return name, date, 1


def moderators(lines: list[str]) -> str | None:
    """Who opened a discussion: named on a line ``Moderator: …``, or else on a line ``By …``."""
    for pattern in (_MODERATOR, _BY):
        for line in lines:
            match = pattern.fullmatch(line)
            if match and looks_like_author(match["name"]):
                return str(match["name"])
    return None


def is_moderator(author: str | None, opener: str | None) -> bool:
    """Whether an author is, or is one of, those who opened the discussion.

    >>> is_moderator("ana cruz", "Ana Cruz and Li Wei"), is_moderator("Ana", "Ana Cruz")
    (True, False)
    """
    if not author or not opener:
        return False
    names = {name.casefold() for name in [opener, *_SEVERAL.split(opener)]}
    return author.casefold() in names
