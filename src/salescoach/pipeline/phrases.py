"""A stretch of speech made short: fillers, courtesies and the listener left out."""

import re

MAX_WORDS = 12

_FILLER = re.compile(
    r"(?:^|(?<=\s)|(?<=,))(?:uh|um|erm|er|eh|you know|i mean|like(?=,)|kind of|sort of|basically|"
    r"obviously|kindly|please|actually)\b,?\s*",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    r"^(?:just|also|definitely|certainly|gladly|happily|personally|quickly|probably|surely|even|"
    r"then|both|all|only|still|go ahead and|go and|go(?= (?:look|check|get|see|find|ask)\b)|"
    r"make sure (?:to|that|i|we)|be sure to|try (?:to|and)|be able to|have to|need to|get to|"
    r"want to|be happy to|be glad to|get around to)[,\s]+",
    re.IGNORECASE,
)
_LISTENER = re.compile(
    r"\s(?:(?:over|out|across|on|along|off|through) )?(?:to|for|with|past|by) "
    r"(?:you|me|us|them both)(?: guys| all| both| too)?\b(?! \w+ing)",
    re.IGNORECASE,
)
_YOUR_WAY = re.compile(r"(?<!on)\s(?:your|my) way\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"^(?!see |meet |show |join |let )([\w'-]+) (?:you|me|us|ya)(?: guys| all| both)?"
    r" (?!(?:to|in|on|up|round|down|through)\b)(?=\w)"
    r"|^(call|ring|phone|text|email|mail|message|send|pay|tell|ask|give) (?:you|me|us|ya)(?: guys|"
    r" all| both)?$",
    re.IGNORECASE,
)
"""Some deeds need no more than their verb: "ring", and not "fit"."""
_IT_TO_THEM = re.compile(r"^([\w'-]+ (?:it|them|that|those|these)) (?:you|me|us)\b", re.IGNORECASE)
_GOING_ON = re.compile(r"^be (\w+ing)\b", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?<![\s,])"
    r"[\s,]+(?:over|across|along|too|as well|now|just|then|and|or|the|a|to|with|for|of|at|by|from|"
    r"via|please|also|that|your|uh|um|over on|again|itself|only|no|na|yeah|mind|"
    r"anyway|anyhow|so|though|sir|ma'am|madam|mate)$",
    re.IGNORECASE,
)
# fmt: off
_VERBS = frozenset({
    "add", "apply", "approve", "arrange", "ask", "attach", "book", "bring", "build", "buy",
    "call", "cancel", "change", "chase", "check", "come", "compare", "complete", "confirm",
    "copy", "create", "cut", "deliver", "demo", "deposit", "do", "draft", "drive", "drop",
    "email", "enrol", "export", "fax", "file", "fill", "find", "finish", "fix", "forward", "get",
    "give", "hand", "have", "hold", "host", "include", "install", "introduce", "invite",
    "invoice", "issue", "join", "jump", "keep", "leave", "lock", "look", "mail", "make",
    "measure", "meet", "message", "move", "open", "order", "pass", "pay", "pencil", "phone",
    "pick", "ping", "place", "post", "prepare", "print", "process", "pull", "put", "raise",
    "release", "renew", "reply", "reserve", "return", "review", "ring", "run", "schedule",
    "send", "set", "share", "ship", "show", "sign", "sort", "speak", "start", "stop", "submit",
    "swap", "switch", "take", "talk", "tell", "test", "text", "train", "transfer", "turn",
    "update", "upload", "visit", "wait", "wire", "withdraw", "work", "write",
})
# fmt: on
"""The verbs of promises, to tell "sharing" (share) from "mailing" (mail)."""


_TALK = re.compile(
    r"^(?:do|hop on|jump on|get on|get into|go on|have|hold) "
    r"(?=(?:an? |another |the |our )(?:[\w-]+ ){0,2}?"
    r"(?:call|meeting|demo|chat|session|conversation|talk|zoom)\b)",
    re.IGNORECASE,
)


def as_meeting(deed: str) -> str:
    """A talk that both will have, said as one: "do a call" is no task."""
    return _TALK.sub("have ", deed)


def tidy_deed(words: str) -> str:
    """What is to be done, from the verb on, in at most ``MAX_WORDS`` words."""
    text = " ".join(words.replace("’", "'").split()).strip(" ,.-")
    text = _FILLER.sub("", text)
    while (shorter := _BEFORE_VERB.sub("", text).lstrip(" ,")) != text:
        text = shorter
    text = _YOUR_WAY.sub("", _LISTENER.sub("", text))
    text = _IT_TO_THEM.sub(r"\1", text)
    if first := _OBJECT.match(text):
        text = f"{first[1] or first[2]} {text[first.end() :]}".strip()
    if (going_on := _GOING_ON.match(text)) and base_form(going_on[1]) in _VERBS:
        text = base_form(going_on[1]) + text[going_on.end() :]
    text = " ".join(text.split()[:MAX_WORDS])
    while (shorter := _TRAILING.sub("", text).strip(" ,")) != text:
        text = shorter
    return text


def base_form(gerund: str) -> str:
    """ "sending" -> "send"."""
    word = gerund.lower()
    stem = word.removesuffix("ing")
    if stem == word or word in _VERBS:
        return word
    return next((each for each in (stem, f"{stem}e", stem[:-1]) if each in _VERBS), word)
