"""Where each page of the site lies: names that every file system and every URL takes as they are."""

from __future__ import annotations

import hashlib
import re

PLAIN = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}(?<![.])")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_OTHER = re.compile(r"[^a-z0-9_.-]+")


def safe(name: str) -> str:
    """The name itself where it is plain, else what is plain of it, ``~`` and a hash.

    Plain names are lower case, since some file systems hold ``A`` and ``a`` for one file; no plain name
    has a ``~``, so that two names never meet.

    >>> safe("art_12__para_2"), safe("target_8.8")
    ('art_12__para_2', 'target_8.8')
    >>> safe("obj_I.1"), safe("../é?"), safe("con")
    ('obj_i.1~2228ea48aa62', 'x~30b6b63f5389', 'xcon~64f7f592f584')
    """
    if PLAIN.fullmatch(name) and not RESERVED.fullmatch(name):
        return name
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    stem = _OTHER.sub("-", name.lower()).strip("-.")[:60]
    if not stem or RESERVED.fullmatch(stem):
        stem = f"x{stem}"
    return f"{stem}~{digest}"


def anchor(path: str) -> str:
    """The id of a provision inside its instrument's page.

    >>> anchor("art_12__para_2")
    'v-art_12__para_2'
    """
    return f"v-{safe(path)}"


def instrument(target: str) -> str:
    """The page of an instrument.

    >>> instrument("cedaw")
    'i/cedaw.html'
    """
    return f"i/{safe(target)}.html"


def provision(target: str) -> str:
    """The page of a provision.

    >>> provision("cedaw#art_12__para_2")
    'p/cedaw/art_12__para_2.html'
    """
    work, _, path = target.partition("#")
    return f"p/{safe(work)}/{safe(path)}.html"


def document(target: str) -> str:
    """The page of a document, by its symbol or slug.

    >>> document("cedaw-co-cm-2014")
    'd/cedaw-co-cm-2014.html'
    """
    return f"d/{safe(target)}.html"


def post(target: str) -> str:
    """The page of a post, whatever its id.

    >>> post("p-464d5580487c")
    'post/p-464d5580487c.html'
    """
    return f"post/{safe(target)}.html"


def issue(target: str) -> str:
    """The page of an issue.

    >>> issue("domestic-work")
    'issue/domestic-work.html'
    """
    return f"issue/{safe(target)}.html"


def state(code: str) -> str:
    """The page of a State.

    >>> state("NP")
    'state/np.html'
    """
    return f"state/{safe(code.lower())}.html"


def root(path: str) -> str:
    """What leads from a page back to the site's root.

    >>> root("index.html"), root("p/cedaw/art_1.html")
    ('', '../../')
    """
    return "../" * path.count("/")
