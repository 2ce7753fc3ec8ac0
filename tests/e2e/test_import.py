"""Calls from elsewhere are brought in by keys alone: chosen, told who is who, opened."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.house import RunningServer
from tests.e2e.looks import both_looks

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LINES = (
    ("Sam Ortiz", "Hi Dana, how do you handle missed calls today?"),
    ("Dana Reed", "Honestly, we let them go to voicemail."),
    ("Sam Ortiz", "What does a missed call cost you?"),
    ("Dana Reed", "I never counted, but another tool is too expensive for us."),
)


def test_a_transcript_becomes_a_call_by_keys_alone(
    server: RunningServer, deaf: BrowserContext, tmp_path: Path
) -> None:
    transcript = tmp_path / "GMT20260310-140211_Fernbell.txt"
    transcript.write_text("\n".join(f"{name}: {text}" for name, text in LINES), encoding="utf-8")
    (tmp_path / "notes.wav").write_text("no sound at all", encoding="utf-8")
    page = deaf.new_page()
    page.goto(f"{server.address}/calls")

    page.get_by_role("link", name="Import").press("Enter")
    choose = page.get_by_role("button", name="Choose files")
    expect(choose).to_be_visible()
    with page.expect_file_chooser() as asked:
        choose.press("Enter")
    asked.value.set_files([transcript, tmp_path / "notes.wav"])

    imports = page.get_by_role("list", name="Imports").get_by_role("listitem")
    expect(imports.filter(has_text="notes.wav").get_by_role("alert")).to_contain_text(
        "has the name of a recording and holds text"
    )
    expect(page.get_by_role("heading", name="Who is who in this call?")).to_be_visible()
    assert both_looks(page, "import") == []

    sam = page.get_by_role("radiogroup", name="Sam Ortiz is the")
    sam.get_by_role("radio", name="Salesperson").press("Space")
    dana = page.get_by_role("radiogroup", name="Dana Reed is the")
    expect(dana.get_by_role("radio", name="Customer")).to_be_checked()
    page.get_by_role("button", name="Import", exact=True).press("Enter")

    opened = page.get_by_role("link", name=f"Open the call: {transcript.name}")
    expect(opened).to_be_visible(timeout=60_000)
    opened.press("Enter")
    expect(page.get_by_text(LINES[3][1]).first).to_be_visible()

    page.goto(f"{server.address}/calls")
    expect(page.get_by_role("link", name="Dana Reed")).to_be_visible()
    expect(page.get_by_text("Imported")).to_be_visible()
