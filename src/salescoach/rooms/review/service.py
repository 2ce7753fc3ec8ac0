"""The review of a call: asked for, looked at, weighed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from salescoach.domain.review import PartKey, Weights
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput
from salescoach.kit.ids import new_id
from salescoach.pipeline.review.rubric import MOST_WEIGHT, RUBRIC
from salescoach.rooms.calls.restore import Beside
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.review import store
from salescoach.rooms.review.refiner import Progress
from salescoach.rooms.review.store import AT_WORK, Job, Rubric, StoredReview

OWNER = "everyone"
"""One rubric, until there are accounts."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """``stored`` None: there is no review yet, ``job`` tells why. ``rubric``: the weights in force
    now, which the score is made with. ``progress``: of the model that reads the call just now.
    ``corrected_until``: ``seq`` of the last correction of the call."""

    call_id: str
    job: Job
    stored: StoredReview | None
    rubric: Rubric
    progress: Progress | None = None
    corrected_until: int = 0


def _nobody_waits() -> None:
    return


def _nobody_reads(call_id: str) -> Progress | None:
    return None


class ReviewService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now. ``wake``
    is called when there is something new to do; ``progress`` tells how far a model is with a
    call."""

    def __init__(
        self,
        database: Database,
        calls: CallService,
        clock: Clock,
        wake: Callable[[], None] = _nobody_waits,
        progress: Callable[[str], Progress | None] = _nobody_reads,
    ) -> None:
        self._database = database
        self._calls = calls
        self._clock = clock
        self.wake = wake
        self._progress = progress

    async def analyze(self, call_id: str) -> Job:
        """Asks for a review, again when there is one; a job that is not done yet stays the one.
        Raises ``NotFound`` (``call_not_found``), ``Conflict`` (``call_not_ended``)."""
        await self._check_ended(call_id)
        async with self._database.write() as connection:
            known = await store.job_of(connection, call_id)
            if known is not None and known.state in AT_WORK:
                return known
            job = self._new_job(call_id, by_user=True)
            await store.put_job(connection, job)
        self.wake()
        return job

    async def analysis(self, call_id: str) -> Analysis:
        """Raises as ``analyze``. A call that nobody took up yet is asked for."""
        await self._check_ended(call_id)
        async with self._database.read() as connection:
            rubric = await store.rubric(connection, OWNER)
            stored = await store.review_of(connection, call_id)
            job = await store.job_of(connection, call_id)
        if job is None:
            job = await self.analyze(call_id)
        until = await self._calls.corrections.corrected_until(call_id)
        return Analysis(call_id, job, stored, rubric, self._progress(call_id), until)

    async def made(self, call_id: str) -> Analysis | None:
        """The review as far as there is one: looking does not ask for it. Raises ``NotFound``
        (``call_not_found``)."""
        await self._calls.get(call_id)
        async with self._database.read() as connection:
            rubric = await store.rubric(connection, OWNER)
            stored = await store.review_of(connection, call_id)
            job = await store.job_of(connection, call_id)
        if stored is None or job is None:
            return None
        return Analysis(call_id, job, stored, rubric)

    def restoring(self, call_id: str, stored: StoredReview | None, job: Job | None) -> Beside:
        """Puts down a review that was made elsewhere beside its call, which has none yet; without
        one the call is to be reviewed. Its score follows from the weights in force here."""
        return partial(store.put_beside, stored=stored, job=job or self._new_job(call_id, False))

    async def rubric(self) -> Rubric:
        async with self._database.read() as connection:
            return await store.rubric(connection, OWNER)

    async def put_rubric(self, weights: dict[PartKey, int]) -> Rubric:
        """Raises ``InvalidInput`` (``invalid_rubric``)."""
        _check(weights)
        async with self._database.write() as connection:
            changed = await store.save_rubric(connection, OWNER, weights, self._clock.utc())
        self.wake()
        return changed

    async def _check_ended(self, call_id: str) -> None:
        call = await self._calls.get(call_id)
        if call.status != "ended":
            raise Conflict(
                "The call has not ended yet; its review comes then.", code="call_not_ended"
            )

    def _new_job(self, call_id: str, by_user: bool) -> Job:
        now = self._clock.utc()
        return Job(call_id, new_id("job"), "pending", by_user, 0, now, now)


def _check(weights: Weights) -> None:
    if set(weights) != set(RUBRIC) or not all(0 <= w <= MOST_WEIGHT for w in weights.values()):
        raise InvalidInput(
            f"Each part has a weight from 0 to {MOST_WEIGHT}.", code="invalid_rubric"
        )
    if not any(weights.values()):
        raise InvalidInput("At least one part has to weigh something.", code="invalid_rubric")
