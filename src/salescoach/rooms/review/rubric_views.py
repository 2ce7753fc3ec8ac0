"""The weights of the score as the REST interface shows and takes them."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from salescoach.domain.review import PartKey
from salescoach.infra.taken import Taken
from salescoach.pipeline.review.rubric import RUBRIC
from salescoach.rooms.review.store import Rubric
from salescoach.rooms.review.views import View


class WeightView(View):
    key: PartKey
    name: str
    definition: str
    weight: int
    default: int


class RubricView(View):
    parts: list[WeightView]

    @classmethod
    def of(cls, rubric: Rubric) -> Self:
        return cls(
            parts=[
                WeightView(
                    key=key,
                    name=spec.name,
                    definition=spec.definition,
                    weight=rubric.weights[key],
                    default=spec.weight,
                )
                for key, spec in RUBRIC.items()
            ]
        )


class RubricBody(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: dict[PartKey, Annotated[int, Field(ge=-10_000, le=10_000)]] = Field(
        max_length=len(RUBRIC), description="0 to 100 for every part"
    )
