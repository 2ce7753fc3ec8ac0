"""What other rooms' stores may join their rows with: columns of calls and of what was said in them,
to be read only.
"""

from sqlalchemy import Subquery, select

from salescoach.rooms.calls.store.tables import calls, turns


def call_facts() -> Subquery:
    """A row for each call: ``id``, ``status``, ``started_at``, ``customer_name``,
    ``customer_company``, ``customer_key``, ``imported_from``, ``playbook_id``, ``outcome``,
    ``stage_reached``, ``score``, ``demo``, ``timing``. The key holds the words of name and
    company, each between spaces."""
    return select(
        calls.c.id,
        calls.c.status,
        calls.c.started_at,
        calls.c.customer_name,
        calls.c.customer_company,
        calls.c.customer_key,
        calls.c.imported_from,
        calls.c.playbook_id,
        calls.c.outcome,
        calls.c.stage_reached,
        calls.c.score,
        calls.c.demo,
        calls.c.timing,
    ).subquery("call_facts")


def said_lines() -> Subquery:
    """A row for each turn: ``call_id``, ``turn_id``, ``speaker``, ``text``, ``start_ms``,
    ``end_ms``."""
    return select(
        turns.c.call_id,
        turns.c.turn_id,
        turns.c.speaker,
        turns.c.text,
        turns.c.start_ms,
        turns.c.end_ms,
    ).subquery("said_lines")
