"""A call's playbook: its slots filled, at the version the call began with."""

from collections.abc import Sequence
from dataclasses import replace

from salescoach.domain.events import Customer
from salescoach.domain.playbook import Playbook
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.playbook.loader import parse
from tests.fakes import WordEmbedder
from tests.rooms.playbook.builders import MINIMAL


class TwoVersions:
    def __init__(self) -> None:
        first = parse(MINIMAL)
        text = "How does {company} see {competitor}, {customer_name}?"
        script = replace(first.categories[0].scripts[0], text=text)
        category = replace(first.categories[0], scripts=(script,))
        self._versions = {1: first, 2: replace(first, version=2, categories=(category,))}

    async def for_call(self, playbook_id: str | None, version: int | None) -> Playbook:
        return self._versions[version or 2]

    async def every(self) -> Sequence[Playbook]:
        return [self._versions[2]]


def text_of(playbook: Playbook) -> str:
    return playbook.categories[0].scripts[0].text


async def test_a_call_gets_texts_that_can_be_said() -> None:
    experts = Experts(TwoVersions(), WordEmbedder())
    nobody = await experts(None, None)
    assert text_of(nobody.playbook) == "How does your company see the other one?"
    assert nobody.index.playbook == nobody.playbook
    known = await experts(None, Customer("Ana", "Acme"))
    assert text_of(known.playbook) == "How does Acme see the other one, Ana?"


async def test_a_call_that_goes_on_keeps_its_version() -> None:
    experts = Experts(TwoVersions(), WordEmbedder())
    assert text_of((await experts("own", None, 1)).playbook) == "Compared to what?"


async def test_warming_up_embeds_every_line_once() -> None:
    class Counting(WordEmbedder):
        kept: Sequence[str] = ()

        async def keep(self, texts: Sequence[str]) -> None:
            self.kept = texts

    embedder = Counting()
    await Experts(TwoVersions(), embedder).warm_up()
    assert "How does your company see the other one?" in embedder.kept
    assert "That's a lot." in embedder.kept
