"""The page in the words of the person who uses it: what can be done, and what is seen.

Everything is found by its role and its name, as a screen reader finds it; never by a style.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

HEARD_MS = 90_000
CARD_MS = 120_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the transcript, with the name that stands above it."""

    speaker: str
    text: str


class CallPage:
    """The page of the product, open in ``page``."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    # Before the call

    def allow_microphone(self) -> None:
        self.button("Allow the microphone").click()

    def share_meeting(self) -> None:
        self.button("Share the meeting's tab").click()
        self.button("Share another tab").wait_for()
        # A shared tab may come to the front; the person goes back to the coach.
        self.page.bring_to_front()

    def side(self, name: str) -> Locator:
        """ "Your voice" or "The customer's voice"."""
        return self.page.get_by_role("region", name=name)

    def fill_in(self, customer: str, company: str) -> None:
        self.page.get_by_role("textbox", name="Customer").fill(customer)
        self.page.get_by_role("textbox", name="Company").fill(company)

    def consent(self, to: str) -> None:
        self.page.get_by_role("radio", name=to, exact=True).click()

    def start(self) -> None:
        self.button("Start the call").click()
        self.begun()

    def start_with_meeting(self) -> None:
        """A call of the user's own, with the meeting of the other tab."""
        self.allow_microphone()
        self.share_meeting()
        self.consent("A transcript")
        self.start()

    def start_demo(self) -> None:
        self.button("Try a demo call").click()
        self.begun()

    def begun(self) -> None:
        self.button("End call").wait_for(timeout=HEARD_MS)

    # During the call

    def line(self, part: str) -> Locator:
        """A line of the transcript that holds ``part``; capitals do not matter."""
        return self.page.get_by_role("log", name="Lines of the call").get_by_text(part)

    def lines(self, customer: str) -> list[Line]:
        """What the transcript shows now, without lines that are still being spoken."""
        shown = self.page.get_by_role("log", name="Lines of the call").inner_text()
        return spoken(shown, customer)

    def said(self, speaker: str, part: str, customer: str) -> bool:
        """Whether a line of ``speaker`` holds ``part``."""
        return any(
            line.speaker == speaker and part.lower() in line.text.lower()
            for line in self.lines(customer)
        )

    def card(self, title: str | None = None) -> Locator:
        """The card in front: "Price objection", "They asked", "Buying signal", ..."""
        name = f"Suggestion: {title}" if title else re.compile("^Suggestion: ")
        return self.page.get_by_role("article", name=name)

    def notice(self, title: str) -> Locator:
        return self.page.get_by_text(title, exact=True)

    def end(self) -> None:
        self.button("End call").click()
        self.button("End and save").click()

    def ended(self, patience_ms: int = HEARD_MS) -> Locator:
        """The view after the call, once it is there."""
        heading = self.page.get_by_role("heading", name=re.compile("is saved$"))
        heading.wait_for(timeout=patience_ms)
        return heading

    # After the call

    def go_to_history(self) -> None:
        self.page.get_by_role("link", name="History").first.click()
        self.page.get_by_role("heading", name="History", level=1).wait_for()

    def past_call(self, customer: str) -> Locator:
        return self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("link", name=customer, exact=True)
        )

    def read_lines(self, customer: str) -> list[Line]:
        """The transcript of a call of the past that is open."""
        transcript = self.page.get_by_role("region", name="Transcript")
        transcript.wait_for()
        return spoken(transcript.inner_text(), customer)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


_CLOCK = re.compile(r"\d+:\d\d(:\d\d)?")


def spoken(shown: str, customer: str) -> list[Line]:
    """The text of a transcript as it stands on the page: a name opens what follows it, times
    belong to names, and a line that ends in dots is still being spoken."""
    lines: list[Line] = []
    speaker = ""
    for row in filter(None, map(str.strip, shown.splitlines())):
        if row in ("You", customer):
            speaker = row
        elif not _CLOCK.fullmatch(row) and not row.endswith("…"):
            lines.append(Line(speaker, row))
    return lines
