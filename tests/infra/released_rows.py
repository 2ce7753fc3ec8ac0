"""The rows that each migration makes room for, as a user's database would hold them."""

import json
from collections.abc import Mapping

Row = Mapping[str, str | int | float | None]

_AT = "2026-01-05 09:30:00.000000"
_EVIDENCE = {"turn_id": "t2", "quote": "too expensive", "start_ms": 4000, "end_ms": 5200}


def _event(call: str, seq: int, kind: str, /, **fields: object) -> tuple[str, Row]:
    payload = {"call_id": call, "seq": seq, "at_ms": seq * 1000, "type": kind, **fields}
    place: Row = {"call_id": call, "seq": seq, "at_ms": seq * 1000, "type": kind}
    return "call_events", {**place, "payload": json.dumps(payload)}


def _call(call_id: str, **fields: str | int | None) -> tuple[str, Row]:
    row: dict[str, str | int | None] = {
        "id": call_id,
        "status": "ended",
        "started_at": _AT,
        "ended_at": "2026-01-05 09:42:00.000000",
        "duration_ms": 720_000,
        "customer_name": "Zoë Müller",
        "customer_company": "Acme",
        "playbook_id": "default",
        "consent": 1,
        "record_audio": 0,
        "resume_token_hash": "hash",
        "turn_count": 2,
    }
    return "calls", row | fields


def _turn(turn_id: str, speaker: str, text: str, start_ms: int) -> tuple[str, Row]:
    return "turns", {
        "call_id": "c1",
        "turn_id": turn_id,
        "speaker": speaker,
        "text": text,
        "start_ms": start_ms,
        "end_ms": start_ms + 1200,
        "confidence": 0.9,
        "last_seq": 3,
    }


NEW_ROWS: Mapping[str, tuple[tuple[str, Row], ...]] = {
    "0001": (
        _call("c1"),
        _call("c2", status="interrupted", ended_at=None, customer_name=None, turn_count=0),
        _event("c1", 1, "call_started", started_at="2026-01-05T09:30:00Z", playbook_id="default"),
        _event("c1", 2, "stage", current="objection", confidence=0.8, evidence=_EVIDENCE),
        _event("c1", 3, "signal", kind="objection", objection_type="price", evidence=_EVIDENCE),
        _event("c1", 4, "suggestion", id="card1", script_id="price-1"),
        _event("c1", 5, "suggestion_used", id="card1", by="user"),
        _event("c1", 6, "call_ended", duration_s=720.0, reason="ended"),
        _turn("t1", "salesperson", "Did you look at our offer?", 1000),
        _turn("t2", "customer", "It is too expensive for us.", 4000),
    ),
    "0002": (
        ("playbooks", {"id": "ours", "latest": 1, "created_at": _AT, "deleted_at": None}),
        (
            "playbook_versions",
            {
                "playbook_id": "ours",
                "version": 1,
                "saved_at": _AT,
                "note": "first",
                "restored_from": None,
                "content": "{}",
            },
        ),
        (
            "playbook_choice",
            {"id": 1, "default_id": "ours", "under_setting": "default"},
        ),
    ),
    "0003": (("coaching_preferences", {"owner": "workspace", "content": "{}", "saved_at": _AT}),),
    "0004": (
        (
            "chosen_settings",
            {"owner": "workspace", "topic": "engines", "content": "{}", "saved_at": _AT},
        ),
        (
            "engine_keys",
            {
                "owner": "workspace",
                "engine": "claude",
                "sealed": "sealed",
                "last_four": "wxyz",
                "saved_at": _AT,
            },
        ),
    ),
    "0005": (("call_tags", {"call_id": "c1", "key": "key account", "tag": "Key account"}),),
    "0006": (
        ("reviews", {"call_id": "c1", "content": "{}", "made_at": _AT, "rubric_version": 1}),
        (
            "review_rubric",
            {"owner": "workspace", "version": 1, "content": "{}", "saved_at": _AT},
        ),
    ),
    "0007": (
        (
            "imports",
            {
                "id": "imp1",
                "name": "monday.mp3",
                "size": 9000,
                "state": "done",
                "created_at": _AT,
                "changed_at": _AT,
                "received": 9000,
                "progress": 1.0,
                "attempts": 1,
                "wishes": "{}",
                "call_id": "c1",
            },
        ),
    ),
    "0008": (
        (
            "call_digests",
            {
                "call_id": "c1",
                "review_made_at": _AT,
                "layout": 1,
                "day": 20458,
                "playbook_id": "default",
                "counts": 1,
                "duration_ms": 720_000,
                "objections": 1,
            },
        ),
        (
            "drills",
            {
                "id": "drill1",
                "call_id": "c1",
                "turn_id": "t2",
                "line_turn_id": "t2",
                "opportunity": "The price was named.",
                "what_to_do": "Ask what it is worth.",
                "made_at": _AT,
                "due_at": _AT,
                "step": 0,
            },
        ),
        (
            "drill_attempts",
            {
                "id": "attempt1",
                "drill_id": "drill1",
                "at": _AT,
                "said_by": "typed",
                "answer": "What is one caller worth?",
                "compared": "{}",
            },
        ),
        ("kept_promises", {"call_id": "c1", "promise": "send-offer", "kept_at": _AT}),
    ),
    "0009": (
        (
            "review_spending",
            {
                "job_id": "job1",
                "call_id": "c1",
                "spent_at": _AT,
                "model": "a-model",
                "requests": 2,
                "prompt_tokens": 900,
                "cached_tokens": 0,
                "output_tokens": 80,
                "estimated": 0,
                "usd": 0.01,
            },
        ),
    ),
    "0010": (
        (
            "turns",
            {
                "call_id": "c1",
                "turn_id": "t3",
                "speaker": "customer",
                "text": "We sail on Monday.",
                "start_ms": 6000,
                "end_ms": 7000,
                "last_seq": 6,
                "number": 2**17 + 3,
                "heard_text": "We sale on Monday.",
            },
        ),
    ),
    "0011": (
        (
            "webhooks",
            {
                "owner": "workspace",
                "url": "https://hooks.example.com/calls",
                "content": "summary",
                "sealed": "sealed",
                "saved_at": _AT,
            },
        ),
        (
            "webhook_deliveries",
            {
                "id": "delivery1",
                "call_id": "c1",
                "state": "delivered",
                "attempts": 1,
                "queued_at": _AT,
                "not_before": _AT,
                "status": 200,
            },
        ),
    ),
    "0012": (_call("c3", number=3, turn_count=0),),
    "0013": (_call("c4", number=4, turn_count=0, demo=1),),
    "0014": (
        (
            "call_digests",
            {
                "call_id": "c3",
                "review_made_at": _AT,
                "layout": 1,
                "day": 20598,
                "playbook_id": "default",
                "counts": 1,
                "duration_ms": 720_000,
                "objections": 0,
            },
        ),
    ),
    "0015": (_call("c5", number=5, turn_count=0, timing="none"),),
    "0016": (
        (
            "reviews",
            {
                "call_id": "c5",
                "content": "{}",
                "made_at": _AT,
                "rubric_version": 1,
                "told_layout": 1,
            },
        ),
    ),
}
