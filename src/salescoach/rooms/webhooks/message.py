"""What a receiver is sent: a call's document as an export writes it, masked as it is stored."""

import json
from datetime import datetime

from salescoach.rooms.export.service import WholeCall
from salescoach.rooms.webhooks.store import Content

CALL_REVIEWED = "call.reviewed"
TRIAL = "test"


def call_message(whole: WholeCall, content: Content, now: datetime) -> bytes:
    """``review``: without the transcript and the log; what is claimed still quotes."""
    document = whole.document(now)
    if content == "review":
        document = document.model_copy(update={"turns": [], "events": []})
    return document.model_dump_json().encode()


def trial_message(now: datetime) -> bytes:
    told = {"format": "salescoach.test", "format_version": 1, "sent_at": now.isoformat()}
    return json.dumps(told).encode()
