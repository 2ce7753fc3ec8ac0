"""When two names are the same customer's: by their words, never by a part of a word.

Capitals, accents, punctuation, titles before a person's name and legal forms after a company's make
no difference; everything else does.
"""

from salescoach.rooms.calls.asked import customer_key

_TITLES = """
    mr mrs ms miss mx dr doctor prof professor sir madam herr frau
"""
_LEGAL_FORMS = """
    ltd limited inc incorporated llc llp plc corp corporation co company gmbh ag kg ug sarl sas sa
    bv nv srl spa ab oy as pty pvt
"""
_AS_TITLES = frozenset(_TITLES.split())
_AS_FORMS = frozenset(_LEGAL_FORMS.split())


def person_key(name: str) -> str:
    """Empty when it holds no word. "Reyes, Dana" is "Dana Reyes"."""
    last, comma, first = name.partition(",")
    words = customer_key(f"{first} {last}" if comma and first.strip() else name).split()
    while len(words) > 1 and words[0] in _AS_TITLES:
        words = words[1:]
    return " ".join(words)


def company_key(company: str | None) -> str:
    """Empty for no company."""
    words = customer_key(company).split()
    while len(words) > 1 and words[-1] in _AS_FORMS:
        words = words[:-1]
    return " ".join(words)
