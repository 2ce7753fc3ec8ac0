"""Playbooks as the page sends and gets them. The content keeps the shape of a YAML file."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from salescoach.domain.signal import ObjectionType, Sentiment, SignalKind, Stage
from salescoach.infra.taken import Taken, VersionNumber
from salescoach.rooms.playbook.entries import Entry, Origin
from salescoach.rooms.playbook.loader import as_file
from salescoach.rooms.playbook.schema import Line, Name, PlaybookFile
from salescoach.rooms.playbook.store import Version
from salescoach.rooms.playbook.templates import Template

Note = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]
Source = Annotated[str, StringConstraints(max_length=100)]
MAX_YAML = 2_000_000
"""Characters of a file; the largest playbook that obeys its rules has fewer."""

Draft = Annotated[dict[str, Any], Field(description="The content in the shape of `PlaybookFile`")]


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Body(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlaybookItem(View):
    """`origin`: `own` is stored and can be edited, `file` comes from the PLAYBOOK setting and is
    read only, `demo` came with the product and was not changed. `is_demo`: it still sells the
    demo's product. `updated_at` is null for what is not stored."""

    id: str
    name: str
    version: int
    product: str
    origin: Origin
    is_demo: bool
    is_default: bool
    read_only: bool
    updated_at: datetime | None
    scripts: int
    triggers: int

    @classmethod
    def fields_of(cls, entry: Entry) -> dict[str, Any]:
        playbook = entry.playbook
        scripts = [script for category in playbook.categories for script in category.scripts]
        return {
            "id": playbook.id,
            "name": playbook.name,
            "version": playbook.version,
            "product": playbook.product.name,
            "origin": entry.origin,
            "is_demo": entry.sells_demo,
            "is_default": entry.is_default,
            "read_only": entry.read_only,
            "updated_at": entry.saved_at,
            "scripts": len(scripts),
            "triggers": sum(len(script.triggers) for script in scripts),
        }

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(**cls.fields_of(entry))


class PlaybooksView(View):
    playbooks: list[PlaybookItem]


class PlaybookDetail(PlaybookItem):
    playbook: PlaybookFile

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(**cls.fields_of(entry), playbook=as_file(entry.playbook))


class NewPlaybook(Body):
    """From one of the two; a playbook is copied at its latest version. `product` and `price` fill
    a template that sells nothing of its own; without them it goes by the playbook's name, and
    answers no question about the price."""

    name: Name
    product: Name | None = None
    price: Name | None = None
    from_template: Source | None = None
    from_playbook: Source | None = None


class DuplicateBody(Body):
    name: Name | None = None


class SaveBody(Body):
    """`base_version` is the version the page had read."""

    base_version: VersionNumber
    playbook: Draft
    note: Note | None = None


class RestoreBody(Body):
    version: VersionNumber


class ImportBody(Body):
    """`into` makes it the next version of that playbook, which then needs `base_version`."""

    yaml: Annotated[str, StringConstraints(max_length=MAX_YAML)]
    name: Name | None = None
    into: Source | None = None
    base_version: VersionNumber | None = None
    note: Note | None = None


class VersionItem(View):
    version: int
    saved_at: datetime | None
    note: str | None
    restored_from: int | None
    is_current: bool

    @classmethod
    def of(cls, version: Version, current: int) -> Self:
        return cls(
            version=version.version,
            saved_at=version.saved_at,
            note=version.note,
            restored_from=version.restored_from,
            is_current=version.version == current,
        )


class VersionsView(View):
    """Newest first."""

    versions: list[VersionItem]


class VersionDetail(View):
    version: int
    playbook: PlaybookFile


class ChangeView(View):
    """One change in the user's words. `before` and `after` are texts, lists of texts or parts of a
    playbook, null where there is nothing; for `moved` they are places in the list, from 1."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    path: str
    kind: Literal["added", "removed", "changed", "moved"]
    label: str
    before: Any
    after: Any


class DiffView(View):
    from_version: int
    to_version: int
    changes: list[ChangeView]


class ExamplesView(View):
    """What somebody of the trade might answer."""

    product: str
    pitch: str
    price: str
    ideal_customer: str
    facts: list[str]
    competitor: str
    say: str


class TemplateView(View):
    """`generic`: sells nothing of its own, so it fits the first run, whose fields show its
    `examples`."""

    id: str
    name: str
    summary: str
    generic: bool
    categories: int
    scripts: int
    examples: ExamplesView | None

    @classmethod
    def of(cls, template: Template) -> Self:
        examples = template.examples
        categories = template.playbook.categories
        return cls(
            id=template.id,
            name=template.playbook.name,
            summary=template.summary,
            generic=template.generic,
            categories=len(categories),
            scripts=sum(len(category.scripts) for category in categories),
            examples=None if examples is None else ExamplesView(**asdict(examples)),
        )


class TemplatesView(View):
    templates: list[TemplateView]


class FirstRunView(View):
    """`due`: there is nothing but the demo, and the user has not skipped it."""

    due: bool
    skipped: bool


class FirstRunCompetitor(Body):
    name: Name
    say: Line | None = None
    also_called: list[Name] = Field(default=[], max_length=20)


class FirstRunBody(Body):
    """What the first live card needs to know. The new playbook becomes the default one."""

    product: Name
    price: Name
    pitch: Line
    facts: Annotated[list[Line], Field(min_length=1, max_length=30)]
    competitors: list[FirstRunCompetitor] = Field(default=[], max_length=30)
    ideal_customer: Annotated[str, StringConstraints(max_length=1000)] | None = None
    template: Source = "b2b_software"


class TryTurn(Body):
    speaker: Literal["salesperson", "customer"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class TryBody(Body):
    """What a customer says, after `context`. `playbook` is a draft that is not saved yet."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
    context: list[TryTurn] = Field(default=[], max_length=20)
    playbook: Draft | None = None


class TrySignal(View):
    """`examples` are the triggers nearest to the quote."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    kind: SignalKind
    objection_type: ObjectionType | None
    sentiment: Sentiment | None
    confidence: float
    quote: str
    basis: str
    examples: list[str]


class TryCard(View):
    """`confidence` is 0-100. `category` is null for a card that answers with a fact."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    text: str
    category: str | None
    script_id: str | None
    confidence: int
    reasoning: str
    next_move: str


class TryTrigger(View):
    """A trigger near to what was said; `similarity` is 0-1."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    category: str
    script_id: str
    line: str
    similarity: float


class TryView(View):
    """`why` says in plain sentences why this card came, or none."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    signals: list[TrySignal]
    stage: Stage
    card: TryCard | None
    why: list[str]
    nearest: list[TryTrigger]
