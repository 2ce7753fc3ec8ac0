"""Engines, keys and privacy over HTTP. Whatever is changed is used from the next call on."""

from collections.abc import Callable

from fastapi import APIRouter

from salescoach.kit.clock import Clock
from salescoach.rooms.settings.engine_trial import Outcome, try_engine
from salescoach.rooms.settings.engine_views import (
    EngineChangeBody,
    EnginesView,
    KeyBody,
    KeyOwner,
    PrivacyBody,
    PrivacyView,
    TriedView,
)
from salescoach.rooms.settings.engines import EngineService, InForce
from salescoach.rooms.settings.privacy import PrivacyService


def engines_router(
    engines: EngineService,
    privacy: PrivacyService,
    clock: Clock,
    works: Callable[[], None] = lambda: None,
    notes: Callable[[InForce], tuple[str, ...]] = lambda _: (),
) -> APIRouter:
    """``works`` is called when a test shows that a speech service answers. ``notes``: what is to be
    known of the model that advises."""
    router = APIRouter(prefix="/settings", tags=["settings"])

    def told(known: InForce) -> EnginesView:
        return EnginesView.of(known, notes(known))

    @router.get("/engines", operation_id="get_engine_settings")
    async def get_engines() -> EnginesView:
        """What is chosen, what is at work, and how each key stands."""
        return told(await engines.in_force())

    @router.patch("/engines", operation_id="change_engine_settings")
    async def change_engines(body: EngineChangeBody) -> EnginesView:
        """A value that does not fit is `wrong_setting`, with its range; one that the environment
        sets is `set_by_environment`."""
        return told(await engines.change(body.values()))

    @router.put("/engines/{engine}/key", operation_id="put_engine_key")
    async def put_key(engine: KeyOwner, body: KeyBody) -> EnginesView:
        """The key is stored sealed, and never given out again."""
        return told(await engines.put_key(engine, body.key))

    @router.delete("/engines/{engine}/key", operation_id="delete_engine_key")
    async def delete_key(engine: KeyOwner) -> EnginesView:
        """Deleting a key that is not there is harmless."""
        return told(await engines.delete_key(engine))

    @router.post("/engines/{engine}/try", operation_id="try_engine")
    async def try_one(engine: KeyOwner) -> TriedView:
        """One real request with what is set now, the smallest there is."""
        tried = await try_engine(engine, await engines.in_force(), clock)
        if engine == "deepgram" and tried.outcome is Outcome.WORKS:
            works()
        return TriedView.of(tried)

    @router.get("/privacy", operation_id="get_privacy_settings")
    async def get_privacy() -> PrivacyView:
        """What is masked before it is kept or sent, and whether recordings are kept."""
        return PrivacyView.of(await privacy.get())

    @router.put("/privacy", operation_id="put_privacy_settings")
    async def put_privacy(body: PrivacyBody) -> PrivacyView:
        """A word that does not fit is `wrong_setting`."""
        chosen = await privacy.put(body.handling, tuple(body.words), body.keep_audio)
        return PrivacyView.of(chosen)

    return router
