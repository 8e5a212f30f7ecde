"""The rules by which citations are found: each with what it says, in one sentence, and an example that fires it."""

from __future__ import annotations

from msgspec import Struct


class Rule(Struct, frozen=True):
    """A rule: what it means, and a text in which it fires.

    ``above`` is a text that the example answers to, where the rule needs one.
    """

    sentence: str
    example: str
    above: str = ""


RULES: dict[str, Rule] = {
    "name:official": Rule(
        "An official title stands there.",
        "Peru has ratified the Convention on the Rights of the Child.",
    ),
    "name:short": Rule(
        "A short name stands there, of an instrument or a body.", "The Migrant Workers Convention needs more friends."
    ),
    "name:acronym": Rule("An acronym stands there, of an instrument or a body.", "A brief on ICRMW for beginners."),
    "name:variant": Rule("Another way of writing a name stands there.", "The Torture Convention binds us."),
    "name:misspelling": Rule(
        "A long acronym or a name stands there with a slip that is often made, or that the text corrects itself.",
        "We cite CEDWA in our brief.",
    ),
    "fuzzy-title": Rule(
        "A title of five words or more stands there nearly as it is, at least 84 % alike.",
        "The Convention on the Elimination of All Froms of Discriminaton against Women binds us.",
    ),
    "generic-name": Rule(
        "A name that several instruments carry means the one that the text names in full.",
        "The Vienna Convention on Consular Relations is old. Few know the Vienna Convention.",
    ),
    "name:defined": Rule(
        "The text itself gives an instrument this name, in brackets or with “hereafter”.",
        "We rely on the Convention on the Rights of the Child (hereinafter “the Child Treaty”). Read the Child Treaty.",
    ),
    "anaphor-defined": Rule(
        "The text itself says which instrument it calls “the Convention”.",
        "We rely on the Convention on the Rights of the Child (“the Convention”) and on CEDAW. The Convention is dear.",
    ),
    "coordinated-title": Rule(
        "Two titles share one head, as in “the Covenants on … and on …”.",
        "See the Covenants on Civil and Political Rights and on Economic, Social and Cultural Rights.",
    ),
    "statement-by": Rule(
        "A joint statement is known by one of the committees that issued it.",
        "We welcome the joint statement by the CMW and CEDAW.",
    ),
    "symbol": Rule(
        "A UN document symbol is read by its parts; an instrument's own symbol is that instrument.", "See A/RES/71/1."
    ),
    "series": Rule(
        "A number in a series of recommendations, comments or conventions, whose body stands beside it or is clear"
        " from its year or title.",
        "CEDAW General Recommendation No. 26 helps.",
    ),
    "series-nearby": Rule(
        "A number in a series, whose body is the one named nearest.",
        "The CEDAW Committee met in spring. Later we read General Recommendation No. 19 together.",
    ),
    "series-own": Rule(
        "A committee that the text speaks for says “its general recommendation”.",
        "CEDAW is our treaty. The Convention works. The Committee, in its general recommendation No. 19, says more.",
    ),
    "series-by-number": Rule(
        "A number in a series that several bodies have, decided by the paragraphs that the text cites of it.",
        "General comment No. 5 is long. Paragraph 70 is what we quote.",
    ),
    "anaphor": Rule(
        "“The Convention” with a capital points back to the one that was named.",
        "CEDAW is old. The Convention still works.",
    ),
    "anaphor-lower": Rule(
        "“The convention” in lower case points back to one that was named shortly before.",
        "CEDAW is old, but the convention still works.",
    ),
    "named-before": Rule("The instrument stands right before the number.", "See CEDAW, art. 12."),
    "named-after": Rule("The instrument stands right behind the number.", "Article 12 of CEDAW covers health."),
    "anaphor-after": Rule(
        "Words such as “of the Convention” stand right behind the number and point back.",
        "CEDAW is our guide, and article 12 of the Convention covers health.",
    ),
    "anaphor-by-structure": Rule(
        "“The Covenant” is never named, and only one treaty has all the articles that are cited of it.",
        "Political rights: article 14, paragraph 7, of the Covenant, article 27 of the Covenant. The Covenant binds.",
    ),
    "same-article": Rule(
        "“Of the same article” goes back to the article cited last.",
        "We were asked about article 7 of CEDAW. Paragraph (b) of the same article is short.",
    ),
    "table": Rule(
        "A row of a table gives the instrument first and the numbers behind a colon.",
        "Articles of the ICCPR: 7 and 9",
    ),
    "same-sentence": Rule(
        "The number stands alone and takes the instrument named before it in the sentence.",
        "CEDAW is clear on health, as article 12 shows.",
    ),
    "later-in-sentence": Rule(
        "The number stands alone and takes the instrument named after it in the sentence.",
        "As article 12 shows, there is much in CEDAW.",
    ),
    "nearby": Rule(
        "The number stands alone and takes the instrument named in the sentences just before.",
        "CEDAW is our guide. Article 12 is on health.",
    ),
    "document": Rule(
        "The number stands alone and takes the one treaty that the text is about.",
        "Articles 7 and 9 of CEDAW are short.\n\nMany of us are nurses.\n\nStill we like article 12 best.",
    ),
    "list-item": Rule(
        "The number heads an item of a list and takes the instrument of the list's lead-in.",
        "These SDG targets matter to us:\n\n5.2 End violence\n\n8.8 Protect workers",
    ),
    "closing-article": Rule(
        "An article in brackets at the end of a recommendation's own paragraph is the treaty's.",
        "From CEDAW General Recommendation 26:\n\n24 (a) Lift bans on leaving the country (article 2 (f));\n",
    ),
    "goals-of-the-text": Rule(
        "A goal or target takes the SDGs, which the text or what it answers to names.",
        "Target 8.8 is ours, with CEDAW.",
        "The SDGs were agreed.",
    ),
    "target-by-number": Rule(
        "A target's number that only the SDGs have needs no name.", "CEDAW and target 8.8 matter."
    ),
    "draft-numbering": Rule(
        "A number of a draft's sections leads to the adopted paragraph.",
        "In the draft of the New York Declaration, paragraph 2.10 asks for a gender perspective.",
    ),
    "mislabelled": Rule(
        "The text says “article” where the instrument has paragraphs, and the paragraph is meant.",
        "See article 24 of CEDAW General Recommendation No. 26.",
    ),
    "foreign": Rule(
        "The number belongs to a law or document that is not in the catalogue.",
        "Article 5 of the Labour Code says so.",
    ),
    "unresolved-anaphor": Rule(
        "The number belongs to “the Convention”, and none is named that may be meant.",
        "Article 5 of the Convention says so.",
    ),
    "no-instrument": Rule(
        "An article is cited and no instrument is named that it may belong to.",
        "We read CEDAW.\n\nPlease have a look at article 55.",
    ),
    "quotation:wording": Rule(
        "Eight words or more agree with the fingerprint of a provision's wording.",
        'CEDAW speaks of "granting free services where necessary, as well as adequate nutrition during pregnancy".',
    ),
    "quotation:attributed": Rule(
        "The author gives the words as a provision's: they stand behind its number, or in quotation marks beside it.",
        "New York Declaration, paragraph 31: “we shall all of us share what we know about the wide sea”.",
    ),
    "quotation:attested": Rule(
        "The same words stand in another post, which gives them as a provision's.",
        "I like this: we shall all of us share what we know about the wide sea.",
        "New York Declaration, paragraph 31: “we shall all of us share what we know about the wide sea”.",
    ),
    "law": Rule("A national or other law that is not in the catalogue is named.", "Law No. 27 on labour was passed."),
    "authority-name": Rule(
        "An instrument's name is part of an authority's name.",
        "The Ministry for the SDGs was founded.",
    ),
    "review-document": Rule(
        "A document of a review is named by its kind.",
        "The concluding observations on Nepal came out.",
    ),
    "process-document": Rule(
        "A report, reply or other paper of a review is named by its kind and State.",
        "Nepal's second periodic report to the CEDAW Committee came out.",
    ),
    "document-paragraph": Rule(
        "The number is a paragraph of the document named beside it.",
        "The concluding observations on Nepal came out. Paragraph 21 of the concluding observations is short.",
    ),
    "report": Rule("A report is named by its author.", "The report of the Secretary-General is long."),
    "document-item": Rule(
        "A numbered item stands under a document's name and is one of its paragraphs.",
        "In the concluding observations on Nepal we read:\n21 e) Train all inspectors of the labour office in time",
    ),
    "document-quotation": Rule(
        "Words under a document's number, or quoted beside its name, are the document's.",
        "In the concluding observations on Nepal we read:\n21 e) Train the many inspectors of the office in time",
    ),
}
"""Every rule that `linker.find` and the linking of a corpus can name."""


def page() -> str:
    """docs/rules.md: every rule with its sentence and its example.

    >>> "`named-after`" in page()
    True
    """
    lines = [
        "# The rules that find citations",
        "",
        "Every citation carries the name of the rule that fired (`rule` in `rightsgraph cite` and in the database).",
        "This page lists them all; `rightsgraph explain --rules` adds how often each was right on labelled texts, and",
        "`rightsgraph explain FILE:OFFSET` shows one at work. Each example makes its rule fire, which the tests",
        "check; a text in brackets is the post that the example answers.",
        "",
        "| rule | what it says | example |",
        "|---|---|---|",
    ]
    for name, rule in RULES.items():
        example = " / ".join(part for part in rule.example.split("\n") if part.strip())
        above = f"({rule.above}) " if rule.above else ""
        lines.append(f"| `{name}` | {rule.sentence} | {above}{example} |")
    return "\n".join(lines) + "\n"
