"""WebVTT and SRT, as players, Zoom and Teams write them."""

import pytest

from salescoach.speech.transcripts.captions import read_captions
from salescoach.speech.transcripts.lines import NotThisForm

ZOOM = """WEBVTT

1
00:00:03.120 --> 00:00:06.300
Sam Ortiz: Hi Dana, can you hear me?

2
00:01:06.900 --> 01:00:08.000
Dana Reed: Loud and clear.
"""

TEAMS = """WEBVTT

7f1c-0
00:00:03.120 --> 00:00:06.300
<v Sam Ortiz>Hi Dana &amp; team,
can you hear me?</v>

7f1c-1
00:00:06.900 --> 00:00:08.900
<v.loud Dana Reed>Loud</v><v Lee Park>and clear.</v>
"""

SRT = """1
00:00:01,250 --> 00:00:03,000
Rep: Hi there

2
00:00:04,000 --> 00:00:05,500
<i>Too</i>
expensive
"""


def said(text: str) -> list[tuple[str, str, int, int]]:
    return [
        (each.name, each.text, each.start_ms, each.end_ms) for each in read_captions(text).lines
    ]


def test_zoom_puts_the_name_before_the_words() -> None:
    assert said(ZOOM) == [
        ("Sam Ortiz", "Hi Dana, can you hear me?", 3_120, 6_300),
        ("Dana Reed", "Loud and clear.", 66_900, 3_608_000),
    ]


def test_teams_gives_each_voice_a_span_and_they_share_the_time_of_a_cue() -> None:
    assert said(TEAMS) == [
        ("Sam Ortiz", "Hi Dana & team, can you hear me?", 3_120, 6_300),
        ("Dana Reed", "Loud", 6_900, 7_900),
        ("Lee Park", "and clear.", 7_900, 8_900),
    ]


def test_subrip_counts_with_commas_and_may_name_nobody() -> None:
    assert read_captions(SRT).format == "srt"
    assert said(SRT) == [("Rep", "Hi there", 1_250, 3_000), ("", "Too expensive", 4_000, 5_500)]


@pytest.mark.parametrize("text", ["", "Dana: hello", '{"turns": []}'])
def test_other_forms_are_left_to_others(text: str) -> None:
    with pytest.raises(NotThisForm):
        read_captions(text)


@pytest.mark.parametrize(
    "timing", ["00:00:05.000 --> oops", "oops --> 00:00:09.000", "00:00:5 --> 00:00:9"]
)
def test_a_time_that_cannot_be_read_costs_no_words(timing: str) -> None:
    cues = ["00:00:01.000 --> 00:00:03.000", "Dana: Hello.", "", timing, "Kim: Too dear."]
    after = ["", "00:00:09.000 --> 00:00:11.000", "Dana: I see."]
    expected = [
        ("Dana", "Hello.", 1_000, 3_000),
        ("Kim", "Too dear.", 3_000, 3_000),
        ("Dana", "I see.", 9_000, 11_000),
    ]
    assert said("\n".join(["WEBVTT", "", *cues, *after])) == expected
    numbered = ["1", *cues[:3], "2", *cues[3:], "", "3", *after[1:]]
    assert said("\n".join(numbered).replace(".000", ",000")) == expected


def test_a_cue_that_ends_before_it_begins_has_no_length() -> None:
    assert said("WEBVTT\n\n00:00:09.000 --> 00:00:05.000\nKim: Too dear.") == [
        ("Kim", "Too dear.", 9_000, 9_000)
    ]


def test_an_arrow_that_is_said_is_no_time() -> None:
    assert said(SRT.replace("expensive", "--> expensive"))[-1][1] == "Too --> expensive"


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("00:05,100 --> 00:06,100", 5_100, 6_100),
        ("0:00:59,500 --> 0:00:61,250", 59_500, 61_250),
        ("00:00:03,4 --> 00:00:05,25", 3_400, 5_250),
        ("00:00:03.120 --> 00:00:06,300", 3_120, 6_300),
    ],
)
@pytest.mark.parametrize("heading", ["", "WEBVTT\n\n"])
def test_times_that_are_written_otherwise_cost_no_words(
    heading: str, written: str, begins: int, ends: int
) -> None:
    around = "1\n00:00:01,000 --> 00:00:02,000\nRep: Hi.\n\n2\n"
    if heading:
        around = around.replace(",", ".")
    found = said(f"{heading}{around}{written}\nDana: Hello there.\n")

    assert found == [("Rep", "Hi.", 1_000, 2_000), ("Dana", "Hello there.", begins, ends)]
