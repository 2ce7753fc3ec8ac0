"""What axe finds in a view, in the light look and in the dark one."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.place import AXE

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_GRAVE = ("serious", "critical")
# A colour on its way from one look to the other has no contrast to be judged, and one that is
# handed down sets out only when the one above has arrived.
_SETTLED = """async () => {
    const running = () => document.getAnimations().filter((each) => each.playState === 'running'
        && each.effect.getComputedTiming().iterations !== Infinity);
    for (let left = running(); left.length > 0; left = running())
        await Promise.all(left.map((each) => each.finished.catch(() => undefined)));
}"""


def both_looks(page: Page, view: str) -> list[str]:
    """What axe finds serious in the view as it stands, light and dark."""
    found: list[str] = []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        expect(page.locator("html")).to_have_attribute("data-theme", look)
        page.evaluate(_SETTLED)
        found += [f"{view}, {look}: {each}" for each in _violations(page)]
    return found


def _violations(page: Page) -> list[str]:
    # The page's content security policy lets no foreign script in; evaluating one goes past it.
    page.evaluate(AXE.read_text())
    report: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", _RULES
    )
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['failureSummary']}"
        for each in report["violations"]
        if each["impact"] in _GRAVE
        for node in each["nodes"]
    ]
