"""One word, the ways it is spelt: British and Indian English beside American.

Only what changes between them is changed, so that a search for one spelling finds the other;
what a rule makes of a word that has no second spelling is no word and finds nothing.
"""

import re

_RULES = (
    (r"is(e|es|ed|ing|er|ers|ation|ations|able)$", r"iz\1"),
    (r"ys(e|es|ed|ing|er|ers)$", r"yz\1"),
    (r"(?<=\w\w)our(s|ed|ing|able|ful|ite|ites|al|less|hood|hoods)?$", r"or\1"),
    (r"tre(s|d)?$", r"ter\1"),
    (r"ogue(s)?$", r"og\1"),
    (r"lling$", r"ling"),
    (r"lled$", r"led"),
    (r"ller(s)?$", r"ler\1"),
    (r"ence(s)?$", r"ense\1"),
    (r"mme(s)?$", r"m\1"),
    (r"^grey", r"gray"),
    (r"lment(s)?$", r"llment\1"),
    (r"^(enrol|fulfil|instal)(s)?$", r"\1l\2"),
)
_BACK = (
    (r"iz(e|es|ed|ing|er|ers|ation|ations|able)$", r"is\1"),
    (r"yz(e|es|ed|ing|er|ers)$", r"ys\1"),
    (r"(?<=\w\w)(?<!o)or(s|ed|ing|able|ful|ite|ites|al|less|hood|hoods)?$", r"our\1"),
    (r"ter(s|ed)?$", r"tre\1"),
    (r"og(s)?$", r"ogue\1"),
    (r"(?<!l)ling$", r"lling"),
    (r"(?<!l)led$", r"lled"),
    (r"(?<!l)ler(s)?$", r"ller\1"),
    (r"ense(s)?$", r"ence\1"),
    (r"gram(s)?$", r"gramme\1"),
    (r"^gray", r"grey"),
    (r"llment(s)?$", r"lment\1"),
    (r"^(enrol|fulfil|instal)l(s)?$", r"\1\2"),
)
_PAIRS = (
    ("cheque", "check"),
    ("cheques", "checks"),
    ("licence", "license"),
    ("practise", "practice"),
    ("lakh", "lac"),
    ("lakhs", "lacs"),
    ("crore", "cr"),
    ("crores", "cr"),
    ("tyre", "tire"),
    ("jewellery", "jewelry"),
    ("storey", "story"),
    ("ageing", "aging"),
)
_SHORTEST = 4


def spellings(word: str) -> tuple[str, ...]:
    """``word``, in small letters and without accents, first; then its other spellings."""
    found = [word]
    for one, other in _PAIRS:
        if word in (one, other):
            found.append(other if word == one else one)
    if len(word) >= _SHORTEST:
        for pattern, other in (*_RULES, *_BACK):
            changed = re.sub(pattern, other, word)
            if changed != word:
                found.append(changed)
    return tuple(dict.fromkeys(found))
