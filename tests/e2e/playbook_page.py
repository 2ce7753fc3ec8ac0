"""The playbooks of the page in the words of the person who writes them.

Everything is found by its role and its name, as a screen reader finds it; never by a style.
"""

import re

from playwright.sync_api import Locator, Page, expect

PARTS = (
    "Product",
    "Objections & replies",
    "Objectives",
    "Questions",
    "Stages",
    "Competitors",
    "Vocabulary",
    "Never say",
)


class PlaybookPage:
    """The playbooks, in ``page``, which shows the product already."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, name: str) -> None:
        """From anywhere in the page to the editor of a playbook."""
        self.page.get_by_role("link", name="Playbooks", exact=True).click()
        self.page.get_by_role("link", name=name, exact=True).click()
        self.heading("Product").wait_for()

    def part(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Parts of the playbook").get_by_role(
            "link", name=name
        ).click()
        self.heading(name).wait_for()

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True, level=2)

    def row(self, name: str) -> Locator:
        """The row that opens an entry."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def rows(self, group: str) -> list[str]:
        """What the rows of a list begin with, in their order."""
        rows = self.page.get_by_role("group", name=group, exact=True).locator("[aria-expanded]")
        return [text.split("\n")[0] for text in rows.all_inner_texts() if text.strip()]

    def field(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=name, exact=True)

    def add_line(self, button: str, text: str) -> None:
        """Types a new line where the button puts the focus."""
        self.page.get_by_role("button", name=button).click()
        self.page.keyboard.type(text)

    def menu(self, row: str, item: str) -> None:
        self.page.get_by_role("button", name=f"More: {row}", exact=True).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.saved()

    def saved(self) -> None:
        expect(self.page.get_by_text("Everything is saved")).to_be_visible()

    # The box beside the editor

    def say(self, text: str) -> None:
        self.field("The customer says").fill(text)

    def tried(self) -> Locator:
        return self.page.get_by_role("region", name="Try it")

    def tried_card(self, title: str) -> Locator:
        return self.tried().get_by_role("article", name=f"Card: {title}")
