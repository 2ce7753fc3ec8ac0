"""A past call is taken along from its page: as notes in the clipboard, and as a file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from salescoach.rooms.export.document import ExportedCall
from tests.e2e.house import RunningServer
from tests.e2e.looks import both_looks
from tests.e2e.test_review import kept_call

__all__ = ["kept_call"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_call_is_taken_along_with_keys_alone(
    server: RunningServer,
    kept_call: str,
    deaf: BrowserContext,
    tmp_path: Path,
) -> None:
    deaf.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
    page = deaf.new_page()
    page.goto(f"{server.address}/calls/{kept_call}")
    # A score in the name of the view: the review is there.
    expect(page.get_by_role("radio", name=re.compile(r"Review \d"))).to_be_visible()

    button = page.get_by_role("button", name="Export")
    button.press("Enter")
    expect(page.get_by_role("menuitem", name="Copy for CRM notes")).to_be_focused()
    assert both_looks(page, "export menu") == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    notes = page.evaluate("navigator.clipboard.readText()")
    assert notes.startswith("Call with Dana Reyes, Harbor Dental, ")
    assert "- Me: send the invitation" in notes

    button.press("Enter")
    expect(page.get_by_role("menuitem", name="Copy for CRM notes")).to_be_focused()
    with page.expect_download() as begun:
        page.get_by_role("menuitem").last.focus()
        page.keyboard.press("Enter")
    assert re.fullmatch(r"call-2026-03-02-\d{4}-dana-reyes\.json", begun.value.suggested_filename)
    kept = tmp_path / "kept.json"
    begun.value.save_as(kept)
    document = ExportedCall.model_validate_json(kept.read_bytes())
    assert document.call.id == kept_call
    assert document.analysis is not None
    assert len(document.turns) == document.call.turn_count


def test_a_report_and_a_table(
    server: RunningServer, kept_call: str, deaf: BrowserContext, tmp_path: Path
) -> None:
    page = deaf.new_page()
    page.goto(f"{server.address}/calls/{kept_call}")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as report:
        page.get_by_role("menuitem", name="Report to send on (PDF)").click()
    assert re.fullmatch(r"call-2026-03-02-\d{4}-dana-reyes\.pdf", report.value.suggested_filename)
    report.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")

    page.goto(f"{server.address}/calls")
    page.get_by_role("checkbox", name=re.compile("Dana Reyes")).first.check()
    selected = page.get_by_role("region", name="Selected calls")
    selected.get_by_role("button", name="Export").click()
    with page.expect_download() as table:
        page.get_by_role("menuitem", name="1 selected call: spreadsheet (CSV)").click()
    table.value.save_as(tmp_path / "calls.csv")
    names, row = (tmp_path / "calls.csv").read_text(encoding="utf-8-sig").splitlines()
    assert names.startswith("call_id,started_at,")
    assert row.startswith(f"{kept_call},2026-03-02T")
