"""The webhook of the workspace: chosen, tried, and what became of each call that was sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from salescoach.infra.database import Database
from salescoach.infra.secrets import OpenVault
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, NotFound
from salescoach.kit.ids import new_id
from salescoach.rooms.webhooks import store
from salescoach.rooms.webhooks.addresses import target_of
from salescoach.rooms.webhooks.message import TRIAL, trial_message
from salescoach.rooms.webhooks.sender import Answer, Sender
from salescoach.rooms.webhooks.signature import new_secret, signed_headers
from salescoach.rooms.webhooks.store import Content, Delivery, Webhook

OWNER = "everyone"
"""One webhook, until there are accounts."""
SEALED_AS = "webhook"
"""What the vault knows the secret by."""
SHOWN_DELIVERIES = 20


@dataclass(frozen=True, slots=True)
class Saved:
    """``secret``: only when it was made just now, and never again."""

    webhook: Webhook
    secret: str | None = None


def _nobody_waits() -> None:
    return


class WebhookService:
    """``allowed_hosts`` may be inside the network and without TLS. ``wake`` is called when there is
    something to send. Every method raises ``StorageTrouble``."""

    def __init__(
        self,
        database: Database,
        open_vault: OpenVault,
        clock: Clock,
        allowed_hosts: tuple[str, ...] = (),
        sender: Sender | None = None,
        wake: Callable[[], None] = _nobody_waits,
    ) -> None:
        self._database = database
        self._open_vault = open_vault
        self._clock = clock
        self._sender = sender or Sender()
        self.target_of = partial(target_of, allowed=allowed_hosts)
        self.wake = wake

    async def get(self) -> Webhook | None:
        async with self._database.read() as connection:
            return await store.webhook(connection, OWNER)

    async def put(self, url: str, content: Content, on: bool) -> Saved:
        """Calls that are reviewed from now on are sent. What waits for another address is
        cancelled. The first time a secret is made. Raises ``WrongTarget``,
        ``SecretFileTrouble``."""
        self.target_of(url)
        now = self._clock.utc()
        before = await self.get()
        secret = new_secret() if before is None else None
        sealed = self._seal(secret) if before is None and secret else ""
        since = None
        if on:
            since = before.since if before and before.since and before.url == url else now
        changed = Webhook(url, content, before.sealed if before else sealed, since)
        await self._save(changed)
        return Saved(changed, secret)

    async def new_secret(self) -> Saved:
        """The old one counts no more. Raises ``NotFound`` (``no_webhook``)."""
        secret = new_secret()
        changed = replace(await self._known(), sealed=self._seal(secret))
        await self._save(changed)
        return Saved(changed, secret)

    async def delete(self) -> None:
        """What waits is cancelled. Deleting what is not there is harmless."""
        async with self._database.write() as connection:
            await store.delete_webhook(connection, OWNER)

    async def test(self) -> Answer:
        """Sends a small message now, once. Raises ``WrongTarget``, ``NotFound``
        (``no_webhook``), ``SecretUnreadable``."""
        webhook = await self._known()
        body = trial_message(self._clock.utc())
        return await self.send(webhook, new_id("test"), TRIAL, body)

    async def send(self, webhook: Webhook, message_id: str, event: str, body: bytes) -> Answer:
        """One attempt. Raises ``WrongTarget``, ``SecretUnreadable``."""
        target = self.target_of(webhook.url)
        secret = self._open_vault(create=False).open(SEALED_AS, webhook.sealed)
        signed = signed_headers(secret, message_id, self._clock.utc(), body)
        return await self._sender.send(target, body, {"salescoach-event": event, **signed})

    async def deliveries(self) -> list[Delivery]:
        """The newest few."""
        async with self._database.read() as connection:
            return await store.newest_deliveries(connection, SHOWN_DELIVERIES)

    async def send_again(self, delivery_id: str) -> Delivery:
        """Under the same id, with all its tries. Raises ``NotFound`` (``no_webhook``,
        ``delivery_not_found``), ``Conflict`` (``delivery_pending``) when it is about to be sent
        anyhow."""
        await self._known()
        now = self._clock.utc()
        async with self._database.write() as connection:
            found = await store.delivery(connection, delivery_id)
            if found is None:
                raise NotFound("There is no such delivery.", code="delivery_not_found")
            if found.state == "pending" and not found.attempts:
                raise Conflict("It is about to be sent.", code="delivery_pending")
            again = replace(found, state="pending", attempts=0, queued_at=now, not_before=now)
            await store.put_delivery(connection, again, was=found.state)
        self.wake()
        return again

    async def _known(self) -> Webhook:
        found = await self.get()
        if found is None:
            raise NotFound("There is no webhook; give its address first.", code="no_webhook")
        return found

    async def _save(self, changed: Webhook) -> None:
        async with self._database.write() as connection:
            await store.put_webhook(connection, OWNER, changed, self._clock.utc())
        self.wake()

    def _seal(self, secret: str) -> str:
        return self._open_vault(create=True).seal(SEALED_AS, secret)
