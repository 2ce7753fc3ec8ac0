"""The webhook as the REST interface shows it. Its secret is shown once, when it is made."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from salescoach.infra.taken import Taken
from salescoach.rooms.webhooks.addresses import LONGEST_URL
from salescoach.rooms.webhooks.sender import Answer
from salescoach.rooms.webhooks.service import Saved
from salescoach.rooms.webhooks.store import Content, Delivery, DeliveryState, Webhook


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class WebhookView(View):
    url: str
    content: Content = Field(
        description="`review` leaves out the transcript and the log; the review still quotes"
    )
    on: bool
    since: datetime | None = Field(
        description="UTC; calls reviewed since then are sent, null while off"
    )
    secret: str | None = Field(
        default=None, description="only in the answer to the request that made it"
    )

    @classmethod
    def of(cls, saved: Saved) -> Self:
        hook = saved.webhook
        return cls(
            url=hook.url,
            content=hook.content,
            on=hook.since is not None,
            since=hook.since,
            secret=saved.secret,
        )


class WebhookInForce(View):
    """``webhook`` null: no address was given yet."""

    webhook: WebhookView | None

    @classmethod
    def of(cls, known: Webhook | None) -> Self:
        return cls(webhook=None if known is None else WebhookView.of(Saved(known)))


class WebhookBody(Taken):
    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(min_length=1, max_length=LONGEST_URL)
    content: Content = "everything"
    on: bool = True


class WebhookAnswerView(View):
    """How a test went. ``status`` null: there was no answer."""

    taken: bool
    status: int | None
    text: str
    took_ms: int

    @classmethod
    def of(cls, answer: Answer) -> Self:
        return cls.model_validate(answer)


class DeliveryView(View):
    """``status`` and ``answer`` are the receiver's last."""

    id: str = Field(description="the message's `webhook-id`, the same for every attempt")
    call_id: str
    state: DeliveryState
    attempts: int
    queued_at: datetime = Field(description="UTC")
    next_at: datetime | None = Field(description="UTC; null unless it is tried again")
    last_at: datetime | None = Field(description="UTC; of the last attempt")
    status: int | None
    answer: str | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        return cls(
            id=delivery.id,
            call_id=delivery.call_id,
            state=delivery.state,
            attempts=delivery.attempts,
            queued_at=delivery.queued_at,
            next_at=delivery.not_before if delivery.state == "pending" else None,
            last_at=delivery.last_at,
            status=delivery.status,
            answer=delivery.answer,
        )


class DeliveriesView(View):
    deliveries: list[DeliveryView] = Field(description="the newest few")
