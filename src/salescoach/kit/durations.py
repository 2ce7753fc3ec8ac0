"""How long something took, in words: the same on the page (``spell`` in ``ui/time.ts``) and in
every file that leaves, held together by ``fixtures/durations.json``."""


def spelled(ms: float) -> str:
    """As in ``83000`` -> "1 min 23 s": rounded to seconds, half ones up; from an hour on they
    are left out."""
    whole = max(0, int(ms / 1000 + 0.5))
    minutes, seconds = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_left} min" if minutes_left else f"{hours} h"
    if minutes:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    return f"{seconds} s"
