"""What happens when a call ends, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path

from salescoach.rooms.webhooks.service import WebhookService
from salescoach.rooms.webhooks.views import (
    DeliveriesView,
    DeliveryView,
    WebhookAnswerView,
    WebhookBody,
    WebhookInForce,
    WebhookView,
)

DeliveryId = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]


def webhook_router(service: WebhookService) -> APIRouter:
    router = APIRouter(prefix="/settings/webhook", tags=["settings"])

    @router.get("", operation_id="get_webhook")
    async def get_webhook() -> WebhookInForce:
        """Where calls are sent when they have ended and are reviewed."""
        return WebhookInForce.of(await service.get())

    @router.put("", operation_id="put_webhook")
    async def put_webhook(body: WebhookBody) -> WebhookView:
        """The first time a secret is made and told, once. An address that may not be is
        `invalid_url` or `https_needed`."""
        return WebhookView.of(await service.put(body.url, body.content, body.on))

    @router.delete("", status_code=204, operation_id="delete_webhook")
    async def delete_webhook() -> None:
        """Nothing is sent any more, and the secret is forgotten."""
        await service.delete()

    @router.post("/secret", operation_id="renew_webhook_secret")
    async def renew_webhook_secret() -> WebhookView:
        """A new secret, told once; the old one signs nothing any more."""
        return WebhookView.of(await service.new_secret())

    @router.post("/test", operation_id="test_webhook")
    async def test_webhook() -> WebhookAnswerView:
        """Sends a small signed message now, once. An address inside the network is
        `address_not_allowed`, one that nobody knows `unknown_host`."""
        return WebhookAnswerView.of(await service.test())

    @router.get("/deliveries", operation_id="get_webhook_deliveries")
    async def get_deliveries() -> DeliveriesView:
        """What became of the calls that were sent last."""
        return DeliveriesView(
            deliveries=[DeliveryView.of(each) for each in await service.deliveries()]
        )

    @router.post(
        "/deliveries/{delivery_id}/again", status_code=202, operation_id="send_webhook_again"
    )
    async def send_again(delivery_id: DeliveryId) -> DeliveryView:
        """Under the same `webhook-id`, as the call is now."""
        return DeliveryView.of(await service.send_again(delivery_id))

    return router
