"""`salescoach evaluate`: how right the coach is, against labelled utterances and whole calls."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from salescoach.app.evaluate.baseline import (
    Baseline,
    compare_calls,
    compare_utterances,
    read_baseline,
)
from salescoach.app.evaluate.calls import CallResult, play_call
from salescoach.app.evaluate.material import Material, read_material
from salescoach.app.evaluate.playbooks import NEUTRAL, neutral
from salescoach.app.evaluate.report import Evaluation, as_json, prediction
from salescoach.app.evaluate.tables import as_text, misses_as_text
from salescoach.app.evaluate.utterances import Answer, Marked, read_utterance
from salescoach.app.replay_report import peak_rss_mb
from salescoach.domain.playbook import Playbook
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.heads import load_heads
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook

BAD_INPUT = 2


def command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Labelled utterances or whole calls: JSON, a list, or one a line",
        ),
    ],
    as_json_: Annotated[bool, typer.Option("--json", help="One JSON object")] = False,
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="OUT.jsonl", help="Write a line an utterance: the strongest signal"),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What --json or --predictions wrote earlier: compare"),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="The misses, to read")] = False,
    playbook: Annotated[
        str,
        typer.Option(
            metavar="FILE_OR_ID",
            help="Read with this playbook. Labelled calls sell all kinds of things, and the words "
            "of one product would be found in them: 'neutral' is the template that a new user's "
            "playbook begins from, without facts, competitors and names. 'default' is the demo's",
        ),
    ] = NEUTRAL,
) -> None:
    """How right the coach is, against labelled utterances and whole calls.

    It reads as in a live call. Exit code 2 says that a file cannot be used, and which line.

    UTTERANCES: {id, context: [{speaker, text}], text, signal, objection_type, also_ok}. The answer
    is the strongest of objection, buying_signal and question, or none when nothing reaches the
    coach's threshold. Strictly, signal and type have to be the label; leniently, what also_ok names
    counts as the label itself. Macro F1 is the mean over the classes that occur. ECE compares the
    confidence of the eleven-class answer with how often it is right, in 10 bins of equal width.
    The objections' precision is given where their recall reaches 0.70. Each is timed after the
    lines before it were heard: by the clock, and on the processor, which is what it takes on one
    core that does nothing else.

    CALLS: {id, turns: [{speaker, text, start, end}], labels: {stages, objections: [{turn, type}],
    buying_signals: [turn], objectives: [{id, turns}]}}. Stage accuracy: turns after which the
    followed stage is the labelled one. An objection counts as found when it is heard with its type
    on its turn or a neighbouring one (any type: whatever the type; carded: a card about it came). A
    false card says objection or buying signal and has no label of either on its own or a
    neighbouring turn; false cards are counted per ten minutes of call. Cards that answer a question
    from the facts are none of these.
    An objective is labelled with every turn that shows it; a tick is right when its words are of
    one of them. Where only objectives are labelled, cards are not judged.

    --baseline compares the items of both runs: figures with the range that resampling the items
    gives their difference (95%), and McNemar's test on what became right and wrong. Only what
    outlives resampling is called better or worse.

    --json: {type, playbook, utterances: {count, figures, signals, labels, objection_at_recall,
    confusion, reliability, latency_ms, predictions, errors?}, calls: {count, figures, tally,
    stage_confusion, items}, peak_rss_mb, baseline?}; signals and labels hold strict and lenient
    {macro_f1, classes: {NAME: {precision, recall, f1, support, predicted}}}. Undefined is null.
    """
    try:
        material = read_material(files)
        earlier = read_baseline(baseline) if baseline is not None else None
        if predictions is not None and not material.utterances:
            raise InvalidInput("--predictions needs utterances; these files have none.")
        evaluation, answers = _evaluate(material, playbook, earlier)
        if predictions is not None:
            _write(predictions, answers)
    except (InvalidInput, NotFound) as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(BAD_INPUT) from None
    if as_json_:
        typer.echo(as_json(evaluation, errors))
        return
    typer.echo(as_text(evaluation))
    if errors:
        typer.echo(f"\nMisses, the surest first\n\n{misses_as_text(evaluation)}")


def _evaluate(
    material: Material, playbook: str, earlier: Baseline | None
) -> tuple[Evaluation, Sequence[Answer]]:
    settings = read_configuration().settings
    create_directories(settings)
    configure_logging(settings.model_copy(update={"log_level": "WARNING"}))
    try:
        return asyncio.run(_read(settings, material, playbook, earlier))
    finally:
        stop_logging()


async def _read(
    settings: Settings, material: Material, name: str, earlier: Baseline | None
) -> tuple[Evaluation, Sequence[Answer]]:
    playbook = await _playbook(name, settings)
    embedder = LocalEmbedder(settings.cache_dir)
    try:
        expertise = await Experts(OnePlaybook(playbook), embedder, load_heads(embedder))(None, None)
        return await judge(expertise, material, earlier)
    finally:
        await embedder.aclose()


async def judge(
    expertise: Expertise, material: Material, earlier: Baseline | None = None
) -> tuple[Evaluation, Sequence[Answer]]:
    """Reads the material. Raises ``InvalidInput`` when nothing of it is in the baseline, and
    ``Unavailable`` (``coach_failed``)."""
    step = _progress(len(material.utterances) + len(material.calls))
    answers: list[Answer] = []
    for utterance in material.utterances:
        answers.append(await read_utterance(expertise, utterance))
        step()
    results: list[CallResult] = []
    for call in material.calls:
        results.append(await play_call(expertise, call))
        step()
    evaluation = Evaluation(
        expertise.playbook,
        Marked(material.utterances, answers) if answers else None,
        tuple(results),
        peak_rss_mb(with_worker=False),
        compare_utterances(material.utterances, answers, earlier) if earlier else None,
        compare_calls(results, earlier) if earlier else None,
    )
    if earlier and not (evaluation.against_utterances or evaluation.against_calls):
        raise InvalidInput("The baseline has none of these ids: nothing can be compared.")
    return evaluation, answers


async def _playbook(name: str, settings: Settings) -> Playbook:
    if name == NEUTRAL:
        return neutral()
    # Only a named playbook needs the database: it costs memory that is none of the coach's.
    from salescoach.app.named_playbook import named_playbook

    return await named_playbook(name, settings)


def _write(file: Path, answers: Sequence[Answer]) -> None:
    lines = [json.dumps(prediction(answer), ensure_ascii=False) + "\n" for answer in answers]
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}.") from None


def _progress(count: int) -> Callable[[], None]:
    """To be called after each item: somebody who watches sees how far it is."""
    watched = sys.stderr.isatty()
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if watched:
            end = "\r\033[K" if done == count else ""
            sys.stderr.write(f"\r{done} of {count}{end}")
            sys.stderr.flush()

    return step
