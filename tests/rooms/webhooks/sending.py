"""The webhook's rooms over one database, with a worker that can be replaced as by a restart."""

from salescoach.infra.database import Database
from salescoach.infra.secrets import Vault
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.service import ExportService
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.settled import SettledReviews
from salescoach.rooms.webhooks.sender import Sender
from salescoach.rooms.webhooks.service import WebhookService
from salescoach.rooms.webhooks.worker import WebhookWorker
from tests.rooms.export.kept import keep_call
from tests.rooms.review.reviewing import Reviewing
from tests.rooms.webhooks.receiver import loopback

KEY = "a key of the tests, long enough to be one"


class Sending:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = ManualClock()
        self.calls = CallService(database)
        self.reviewing = Reviewing(database, self.calls, self.clock)
        self.service = WebhookService(
            database, _vault, self.clock, ("receiver.test",), Sender(loopback, within_s=5)
        )
        self.worker = self.another()

    def another(self) -> WebhookWorker:
        """As a server that starts again has it."""
        reviews = ReviewService(self.database, self.calls, self.clock)
        exports = ExportService(self.calls, reviews, self.clock)
        settled = SettledReviews(self.database)
        return WebhookWorker(self.database, settled, exports, self.service, self.clock)

    async def end_call(self, call_id: str) -> None:
        """With its review."""
        await keep_call(self.database, call_id)
        await self.reviewing.worker.work_off()


def _vault(*, create: bool) -> Vault:
    return Vault(KEY)
