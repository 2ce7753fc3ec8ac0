"""A language model beside the embedded coach, as the page shows it: it writes, then it is busy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer
from tests.e2e.standin import vendor
from tests.llm.speaking import speaks
from tests.llm.vendor import refusal
from tests.pipeline.advised import advice

pytestmark = [pytest.mark.browser, pytest.mark.timeout(260)]

SAY = "Before I answer, what would have to be true for this to be worth your time?"
KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"


@pytest.fixture
def coached(tmp_path: Path, deaf: BrowserContext) -> Iterator[CallPage]:
    with vendor(speaks("claude", advice(SAY)), refusal("claude/529")) as standin:
        settings = {
            "COACH_ENGINE": "claude",
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": standin.url,
            # A machine that runs tests besides may be slow itself.
            "FIRST_WORDS_MS": "15000",
        }
        with RunningServer(tmp_path, **settings) as server:
            call = CallPage(deaf.new_page(), server.address)
            yield call
            # Before the server, whose end it would complain of.
            call.page.close()


def test_the_models_words_take_the_cards_place_and_its_silence_moves_nothing(
    coached: CallPage,
) -> None:
    page = coached.page
    coached.open()
    coached.start_demo()
    first = page.get_by_role("article", name="Suggestion:").first
    expect(first.get_by_text(SAY)).to_be_visible(timeout=CARD_MS)
    expect(first.get_by_text("Claude Haiku 5.5")).to_be_visible()
    cost = page.get_by_role("region", name="Language model")
    expect(cost).to_contain_text("under 1 cent")

    busy = page.get_by_text("Embedded coach: Claude is busy.")
    expect(busy).to_be_visible(timeout=CARD_MS)
    expect(page.get_by_role("article", name="Suggestion:")).not_to_contain_text(SAY)
    expect(cost).to_contain_text("Claude is busy. The embedded coach is at work.")
    expect(page.get_by_text("Claude is busy.", exact=True)).to_have_count(0)
