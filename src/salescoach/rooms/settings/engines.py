"""Which engines serve, with which models, languages, limits and keys.

What the environment sets wins; the rest is what was chosen, or as it comes. A choice that lacks
what it needs leaves the embedded engine at work, and says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from salescoach.infra.changeable import CHANGEABLE, KEYS, WrongSetting, checked, default_of, fixed
from salescoach.infra.config import Settings
from salescoach.infra.database import Database
from salescoach.infra.logging import hide
from salescoach.infra.secrets import OpenVault, SecretFileTrouble, SecretUnreadable
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, NotFound, Unavailable
from salescoach.rooms.settings import chosen_store
from salescoach.rooms.settings.chosen_store import SealedKey, Values
from salescoach.rooms.settings.service import OWNER
from salescoach.speech.engines.deepgram_options import DeepgramOptions

KeyState = Literal["none", "stored", "environment", "unreadable"]
Lack = Literal["no_key", "unreadable_key", "no_server"]
"""Why the chosen engine is not at work."""

EMBEDDED_LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """``problem``: what to do about a stored key that cannot be read."""

    state: KeyState
    last_four: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """``settings`` are whole: what was chosen and the stored keys stand in them, and an engine that
    lacks something is ``local``. ``chosen`` are the values before that, by name; ``lacks`` goes by
    ``stt_engine`` and ``coach_engine``."""

    settings: Settings
    chosen: Mapping[str, Any]
    fixed: frozenset[str]
    keys: Mapping[str, KeyStanding]
    lacks: Mapping[str, Lack]


class EngineService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        open_vault: OpenVault,
    ) -> None:
        """``open_vault`` is called when a key is stored or read, and not before."""
        self.on_change: Callable[[], None] = lambda: None
        self._database = database
        self._settings = settings
        self._clock = clock
        self._open_vault = open_vault
        self._fixed = fixed(settings)
        if "openai_api_key" in self._fixed:
            # Whoever may choose the address would be sent the key.
            self._fixed |= {"openai_base_url"}

    async def in_force(self) -> InForce:
        """For the next call."""
        async with self._database.read() as connection:
            chosen = await chosen_store.values(connection, OWNER)
            sealed = await chosen_store.keys(connection, OWNER)
        return self._in_force(chosen, sealed)

    async def change(self, values: Mapping[str, object]) -> InForce:
        """Each setting by name; None sets it back to what it comes with. All or nothing. The key of
        a model server is forgotten when another server is named. Raises ``WrongSetting``,
        ``Conflict`` (``set_by_environment``)."""
        for name in values:
            self._check_free(name)
        wanted = {
            name: None if value is None or value == default_of(name) else checked(name, value)
            for name, value in values.items()
        }
        async with self._database.write() as connection:
            before = await chosen_store.values(connection, OWNER)
            merged = {**before, **wanted}
            chosen = {name: value for name, value in merged.items() if value is not None}
            self._check_language(chosen)
            await chosen_store.save_values(connection, OWNER, chosen, self._clock.utc())
            if _server(chosen) != _server(before):
                # A key belongs to its server: no other one is sent it.
                await chosen_store.delete_key(connection, OWNER, "openai_compatible")
            sealed = await chosen_store.keys(connection, OWNER)
        self.on_change()
        return self._in_force(chosen, sealed)

    async def put_key(self, engine: str, key: SecretStr) -> InForce:
        """Raises ``WrongSetting``, ``NotFound`` (``unknown_engine``), ``Conflict``
        (``set_by_environment``) or ``Unavailable`` (``secret_file_trouble``)."""
        name = self._key_name(engine)
        self._check_free(name)
        text = checked(name, key.get_secret_value().strip())
        if text is None:
            raise WrongSetting(name, "Enter the whole key.")
        plain = text.get_secret_value()
        hide(plain)
        try:
            sealed = SealedKey(self._open_vault(create=True).seal(engine, plain), plain[-4:])
        except SecretFileTrouble as trouble:
            raise Unavailable(trouble.message, code=trouble.code) from trouble
        async with self._database.write() as connection:
            await chosen_store.save_key(connection, OWNER, engine, sealed, self._clock.utc())
        self.on_change()
        return await self.in_force()

    async def delete_key(self, engine: str) -> InForce:
        """Raises ``NotFound`` (``unknown_engine``) or ``Conflict`` (``set_by_environment``)."""
        self._check_free(self._key_name(engine))
        async with self._database.write() as connection:
            await chosen_store.delete_key(connection, OWNER, engine)
        self.on_change()
        return await self.in_force()

    def _in_force(self, chosen: Values, sealed: Mapping[str, SealedKey]) -> InForce:
        free = {name: value for name, value in chosen.items() if self._is_free(name)}
        opened: dict[str, SecretStr] = {}
        keys = {engine: self._key(engine, sealed.get(engine), opened) for engine in KEYS}
        wanted = self._settings.model_copy(update={**free, **opened})
        lacks = lacking(wanted, keys)
        away: dict[str, Any] = dict.fromkeys(lacks, "local")
        if wanted.stt_engine == "local" or "stt_engine" in lacks:
            # The embedded engine hears English only; what was chosen waits for its engine.
            away |= {"speech_language": _heard(wanted.speech_language)}
        return InForce(
            settings=wanted.model_copy(update=away),
            chosen={name: getattr(wanted, name) for name in CHANGEABLE},
            fixed=self._fixed,
            keys=keys,
            lacks=lacks,
        )

    def _key(
        self, engine: str, stored: SealedKey | None, opened: dict[str, SecretStr]
    ) -> KeyStanding:
        name = KEYS[engine]
        given: SecretStr | None = getattr(self._settings, name)
        if given is not None:
            return KeyStanding("environment", given.get_secret_value()[-4:])
        if stored is None:
            return KeyStanding("none")
        try:
            plain = self._open_vault(create=False).open(engine, stored.sealed)
        except (SecretUnreadable, SecretFileTrouble) as error:
            return KeyStanding("unreadable", stored.last_four, error.message)
        hide(plain)
        opened[name] = SecretStr(plain)
        return KeyStanding("stored", stored.last_four)

    def _is_free(self, name: str) -> bool:
        return name in CHANGEABLE and name not in self._fixed

    def _check_free(self, name: str) -> None:
        if name in self._fixed:
            raise Conflict(
                f"{name.upper()} is set by the environment of the server. Remove it there to "
                "choose here.",
                code="set_by_environment",
            )

    def _check_language(self, chosen: Values) -> None:
        wanted = self._settings.model_copy(
            update={name: value for name, value in chosen.items() if self._is_free(name)}
        )
        heard = languages_of(wanted)
        if wanted.speech_language.partition("-")[0] not in heard:
            who = "Deepgram with this model" if wanted.stt_engine == "deepgram" else "It"
            raise WrongSetting(
                "speech_language", f"{who} does not hear this language, only {', '.join(heard)}."
            )

    def _key_name(self, engine: str) -> str:
        if engine not in KEYS:
            raise NotFound("There is no such engine.", code="unknown_engine")
        return KEYS[engine]


def lacking(wanted: Settings, keys: Mapping[str, KeyStanding]) -> dict[str, Lack]:
    """What the chosen engines miss, by ``stt_engine`` and ``coach_engine``."""
    missing: dict[str, Lack] = {}
    if wanted.stt_engine == "deepgram" and wanted.deepgram_api_key is None:
        missing["stt_engine"] = _lack_of(keys["deepgram"])
    if wanted.coach_engine == "claude" and wanted.anthropic_api_key is None:
        missing["coach_engine"] = _lack_of(keys["claude"])
    if wanted.coach_engine == "openai_compatible" and not wanted.openai_base_url:
        if wanted.openai_api_key is None:
            unreadable = keys["openai_compatible"].state == "unreadable"
            missing["coach_engine"] = "unreadable_key" if unreadable else "no_server"
        elif not wanted.openai_model:
            missing["coach_engine"] = "no_server"
    return missing


def languages_of(settings: Settings) -> tuple[str, ...]:
    """Codes of the languages that the chosen speech engine hears."""
    if settings.stt_engine != "deepgram":
        return EMBEDDED_LANGUAGES
    return DeepgramOptions("", model=settings.deepgram_model).languages


def _server(chosen: Values) -> tuple[str, str]:
    parts = urlsplit(str(chosen.get("openai_base_url", "")))
    return parts.scheme, parts.netloc


def _lack_of(key: KeyStanding) -> Lack:
    return "unreadable_key" if key.state == "unreadable" else "no_key"


def _heard(language: str) -> str:
    return language if language.partition("-")[0] in EMBEDDED_LANGUAGES else "en"
