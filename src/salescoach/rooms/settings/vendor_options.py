"""Settings in the form that engines take them."""

from pydantic import SecretStr

from salescoach.infra.config import Settings
from salescoach.llm.registry import ModelSettings
from salescoach.speech.engines.deepgram_options import DeepgramOptions


def deepgram_options(settings: Settings) -> DeepgramOptions | None:
    """None without a key."""
    key = plain(settings.deepgram_api_key)
    if not key:
        return None
    return DeepgramOptions(
        api_key=key,
        model=settings.deepgram_model,
        language=settings.speech_language,
        base_url=settings.deepgram_base_url,
        opt_out=settings.deepgram_training_opt_out,
    )


def model_settings(settings: Settings) -> ModelSettings:
    return ModelSettings(
        claude_key=plain(settings.anthropic_api_key),
        claude_model=settings.claude_model,
        claude_analysis_model=settings.claude_analysis_model,
        claude_url=settings.anthropic_base_url or "",
        openai_key=plain(settings.openai_api_key),
        openai_model=settings.openai_model,
        openai_url=settings.openai_base_url or "",
        openai_input_usd=settings.openai_input_usd,
        openai_output_usd=settings.openai_output_usd,
        first_words_ms=settings.first_words_ms,
        call_budget_usd=settings.call_budget_usd,
        day_budget_usd=settings.day_budget_usd,
    )


def plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
