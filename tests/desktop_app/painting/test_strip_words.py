"""The words of a strip in both languages."""

from __future__ import annotations

import pytest

from desktop_app.drawn.doors import mark
from desktop_app.gallery import strips
from desktop_app.painting.strip_model import Sign, StripForm, StripModel, gauge_of
from desktop_app.painting.strip_words import age_text, gauge_label, gauge_value, labelled, sentence, state_word
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources.catalogue import Catalogue

EN, KO = Catalogue("en"), Catalogue("ko")
PLAIN = StripModel(
    Sign.RECOGNISED, threshold=1.08, unit="L2", nearest=mark("seoyeon", 0.81), runner_up=mark("haeun", 1.24)
)


def test_a_screen_reader_hears_the_sentence_of_the_board() -> None:
    assert sentence(PLAIN, EN) == "Seo-yeon, recognised, distance 0.81 of threshold 1.08, next Ha-eun 1.24"
    assert sentence(PLAIN, KO) == "Seo-yeon, 확인됨, 거리 0.81, 문턱 1.08, 다음은 Ha-eun 1.24"


def test_every_strip_has_a_sentence_in_both_languages() -> None:
    for words in (EN, KO):
        said = [sentence(model, words) for _, model in strips(words.language)]
        assert all(said)
        assert not any("{" in one or "_" in one for one in said)


@pytest.mark.parametrize(
    ("seconds", "english", "korean"),
    [
        (0.4, "0 s", "0초"),
        (12.9, "12 s", "12초"),
        (22 * 60 + 5, "22 min", "22분"),
        (7300, "2 h", "2시간"),
        (2e5, "2 d", "2일"),
    ],
)
def test_a_span_of_time_is_one_number(seconds: float, english: str, korean: str) -> None:
    assert (age_text(seconds, EN), age_text(seconds, KO)) == (english, korean)


@pytest.mark.parametrize(
    ("reason", "label", "value", "korean"),
    [
        (Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60), "Too small", "41 of 60 px", "41 / 60 px"),
        (Reason.of(PipelineReason.FACE_TURNED, yaw_deg=34, limit_deg=30), "Turned away", "34 of 30°", "34 / 30°"),
        (Reason.of(PipelineReason.FACE_BLURRED, sharpness=12, needed=45), "Blurred", "12 of 45", "12 / 45"),
    ],
)
def test_a_gauge_says_what_is_missing_and_how_much(reason: Reason, label: str, value: str, korean: str) -> None:
    gauge = gauge_of([reason])
    assert gauge is not None
    assert (gauge_label(gauge, EN), gauge_value(gauge, EN)) == (label, value)
    assert gauge_value(gauge, KO) == korean


def test_every_measured_reason_has_a_label_and_an_advice() -> None:
    for reason in PipelineReason:
        if reason.startswith("face_"):
            for code in (f"short_{reason}", f"advice_{reason}"):
                assert EN.say(code) != code


def test_labels_name_nobody_at_a_suspected_attack_as_recognised() -> None:
    labels = labelled(StripModel(Sign.ATTACK, threshold=1.08, nearest=mark("minjun", 0.88)), EN).labels
    assert labels is not None
    assert (labels.nearest, labels.margin) == ("like Min-jun", "")


def test_an_old_strip_says_its_age_instead_of_a_name() -> None:
    old = StripModel(Sign.STALE, StripForm.STALE, 1.08, "L2", mark("seoyeon", 0.81), age_s=12)
    labels = labelled(old, KO).labels
    assert labels is not None
    assert labels.nearest == "12초 전:"


def test_the_words_of_the_states_are_the_boards() -> None:
    assert [state_word(sign, EN) for sign in Sign] == [
        "Recognised", "Unknown", "Uncertain", "Poor view", "Attack suspected", "Not live",
    ]  # fmt: skip
    assert [state_word(sign, KO) for sign in Sign] == [
        "확인됨", "모르는 사람", "애매함", "판단 불가", "위조 의심", "연결 끊김",
    ]  # fmt: skip
