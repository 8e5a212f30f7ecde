"""The decisions that `linker.trace` notes, in plain words: one sentence for each code."""

from __future__ import annotations

LOST: dict[str, str] = {
    "no-such-number": "{of} has no such number",
    "own-paragraph": "a number with a dot is a paragraph of the text itself, not of {of}",
    "other-unit": "{of} is not numbered by articles",
    "belongs-forward": "“of” after the number points to what follows it",
    "not-joined": "nothing such as “of” joins it to the number before it",
    "outrun": "{winner} stands nearer to the number, or right beside it",
    "nearer-fits": "a nearer instrument has that number too",
    "fits": "the number fits it only roughly, and another instrument has exactly such a place",
    "other-item": "it stands in another item of the list; an item's own words do not carry over to the next",
    "scope-ended": "another law, case or document is named in between, and nothing is carried over past it",
    "other-source": "the sentence speaks of a report, case or judgment, whose paragraph this may be",
    "too-far": "it stands too far before the number, and the text speaks of other instruments too",
    "named-less": "the text names {winner} more often or nearer",
    "antecedents-alike": "the text names it about as often as the others",
    "by-body-beside": "the body named right beside the number has issued {winner}",
    "by-year": "the year beside the number is that of {winner}",
    "by-title": "the words behind the number are the title of {winner}",
    "by-speaker": "“its” or “our own” is said by the committee of the treaty that the text is about, {winner}",
    "by-body-before": "the body named before it has issued {winner}",
    "by-body-behind": "the body named after it has issued {winner}",
    "by-body-above": "the body named in a post that this one answers has issued {winner}",
}
"""Why an instrument that was looked at is not the one; ``{of}`` is that instrument, ``{winner}`` the chosen one."""

NOTHING: dict[str, str] = {
    "no-number": "“{words}” is a word for a part of a treaty, but no number that can be a part's stands behind it",
    "ordinary-word": "“{words}” is an ordinary word in this sentence's language, and no instrument stands beside it",
    "inside-name": "“{words}” is part of a name, a symbol or a title, and is read with it",
    "national-level": "what follows “{words}” (a part or section) is how national laws are cited, not treaties",
    "of-something-else": "“{words}” is not in the catalogue, and the number before it belongs to that",
    "ordinary-unit": "“{words}” counts only where an instrument stands in the same sentence",
    "no-owner": "no instrument was found that “{words}” may belong to",
    "no-mention": "the text names no instrument, and so its numbers are its own",
    "address": "“{words}” is an address of the web or of mail",
    "in-address-or-symbol": "“{words}” stands inside an address or a document symbol",
    "pattern": "“{words}” was taken for part of another name",
    "case": "“{words}” is an acronym only when it is written in capitals as in the catalogue",
    "goes-on": "“{words}” goes on into a longer title, that of another text",
    "in-slug": "“{words}” is part of a file name or an address",
    "no-such-goal": "“{words}” has a number behind it that no goal has",
    "stranger-acronym": "“{words}” is a short acronym in another language than the text's, and nothing supports it",
    "numbered-noun": "“{words}” is followed by a number of its own and does not point back",
    "noun-phrase": "“{words}” goes on with “for”, “of” or “to”, and so does not point back",
    "no-antecedent": "“{words}” points back, and no instrument that may be called so is named",
    "antecedent-far": "“{words}” in lower case points back only to what stands near, and {of} stands far",
    "series-case": "“{words}” looks like an acronym and a number, but is not written as one",
    "no-such-series-number": "“{words}” has a number that nothing in that series has",
    "no-ilo-support": "“{words}” may be an ILO number, but nothing around it speaks of labour or the ILO",
    "no-body-at-hand": "“{words}” may be {of}, but its committee is not named before it",
}
"""Why words that look like a citation are none; ``{words}`` are those words."""

CUES: dict[str, str] = {
    "cue-instrument-after": "the words after it (such as “article” or “ratification”) speak of the instrument",
    "cue-instrument-before": "the words before it (such as “party to” or “article of”) speak of the instrument",
    "cue-body": "the words around it (such as “review” or “members of”) speak of the committee",
    "cue-body-verb": "the verb after it says what a committee does",
    "coordinated": "it stands in a row with names of that kind",
}
"""Why an acronym was taken for the instrument or for its committee."""

CONTEXT: dict[str, str] = {
    "list-item": "the list's lead-in, or the instrument of the item before",
    "same-sentence": "the same sentence",
    "later-in-sentence": "later in the same sentence",
    "nearby": "the paragraph before the number",
    "document": "what the text is about",
    "goals-of-the-text": "the text's own mention of the goals",
    "closing-article": "the number that heads the paragraph",
    "anaphor": "what the words point back to",
    "anaphor-defined": "what the text says that it means",
    "name:defined": "what the text says that it means",
    "anaphor-lower": "what the words point back to",
    "anaphor-after": "what the words behind the number point back to",
    "generic-name": "the name in full, elsewhere in the text",
    "series": "the body that issued it",
    "series-nearby": "the body named nearest",
    "document-item": "the document whose paragraph this is",
    "document-quotation": "the document that is quoted",
    "document-paragraph": "the document whose paragraph this is",
    "same-article": "the article cited before",
    "series-own": "the committee that is speaking",
    "draft-numbering": "the instrument whose draft was numbered so",
    "quotation:attributed": "the number that introduces the words",
}
"""Where a rule takes the instrument from; other rules find it beside the number."""

ENDS: dict[str, str] = {
    "of-something-else": "what the number belongs to",
    "national-level": "cited with a part or section, as national laws are",
    "scope-ended": "a law, case or document named before it, past which nothing is carried over",
}
"""What shows that a number belongs to something that is in no catalogue."""

REASONS: dict[str, str] = {**LOST, **NOTHING, **CUES}
