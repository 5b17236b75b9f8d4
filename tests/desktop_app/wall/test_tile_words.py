"""The words of a tile are those of the board, in both languages."""

from __future__ import annotations

import pytest

from desktop_app.drawn import doors
from desktop_app.painting.strip_model import Sign
from desktop_app.wall.tile_model import TileModel
from desktop_app.wall.tile_words import chip_of, header_text, heard, message_of, plate_of
from resources.catalogue import Catalogue

EN, KO = Catalogue("en"), Catalogue("ko")


@pytest.mark.parametrize(
    ("model", "english", "korean"),
    [
        (doors.recognised, "14.8 fps · 96 ms", "14.8 fps · 96 ms"),
        (doors.stale, "last picture 12 s ago", "12초 전 화면"),
        (doors.offline, "since 18:20", "18:20부터"),
        (doors.connecting, "connecting", "연결 중"),
        (doors.paused, "15.0 fps", "15.0 fps"),
        (doors.curtained, "14.7 fps", "14.7 fps"),
    ],
)
def test_the_header_says_how_live_it_is(model: object, english: str, korean: str) -> None:
    assert callable(model)
    assert (header_text(model("en"), EN), header_text(model("ko"), KO)) == (english, korean)


@pytest.mark.parametrize(
    ("model", "word", "korean", "sign"),
    [
        (doors.recognised, "Recognised", "확인됨", Sign.RECOGNISED),
        (doors.unknown, "Unknown", "모르는 사람", Sign.UNKNOWN),
        (doors.too_small, "Poor view", "판단 불가", Sign.POOR_VIEW),
        (doors.several, "Attack suspected", "위조 의심", Sign.ATTACK),
        (doors.stale, "Not live", "연결 끊김", Sign.STALE),
        (doors.offline, "Offline", "꺼짐", Sign.STALE),
        (doors.paused, "Paused", "인식 멈춤", Sign.STALE),
        (doors.curtained, "Curtain", "가림막", None),
    ],
)
def test_the_chip_is_the_state_in_a_word(model: object, word: str, korean: str, sign: Sign | None) -> None:
    assert callable(model)
    english, translated = chip_of(model("en"), EN), chip_of(model("ko"), KO)
    assert english is not None
    assert translated is not None
    assert (english.word, translated.word, english.sign) == (word, korean, sign)


def test_there_is_no_chip_where_there_is_nothing_to_say() -> None:
    assert chip_of(doors.connecting("en"), EN) is None
    assert chip_of(doors.empty("en"), EN) is None


def plate(
    model: TileModel, words: Catalogue = EN, index: int = 0, *, paused: bool = False
) -> tuple[str, str, str, str]:
    made = plate_of(model.faces[index], paused, words)
    return made.title, made.value, made.unit, made.note


def test_plates_say_who_how_far_and_why_not() -> None:
    assert plate(doors.recognised("en")) == ("Seo-yeon", "0.81", "L2", "")
    assert plate(doors.unknown("ko"), KO) == ("모르는 사람", "1.31", "L2", "")
    assert plate(doors.too_small("en")) == ("Too small", "41 of 60 px", "", "and turned 34°; come closer")
    assert plate(doors.too_small("ko"), KO) == (
        "얼굴이 너무 작아요", "41 / 60 px", "", "34° 돌아가 있어요. 조금 더 가까이",
    )  # fmt: skip
    assert plate(doors.several("en"))[0] == "Ha-eun or Seo-yeon"
    assert plate(doors.several("ko"), KO)[0] == "하은 또는 서연"
    assert plate(doors.paused("en"), paused=True) == ("Nobody is compared", "", "", "")


def test_a_suspected_attack_names_nobody_at_the_door() -> None:
    assert plate(doors.several("en"), index=1)[0] == "Attack suspected"


def test_while_gathering_the_name_is_not_written_as_sure() -> None:
    assert not plate_of(doors.several("en").faces[2], paused=False, words=EN).is_sure
    assert plate_of(doors.recognised("en").faces[0], paused=False, words=EN).is_sure


def test_a_tile_without_live_picture_says_why_and_what_to_do() -> None:
    stale, offline = message_of(doors.stale("en"), EN), message_of(doors.offline("ko"), KO)
    assert stale is not None
    assert offline is not None
    assert stale.title == "Not live for 12 s"
    assert "18:42:07" in stale.more
    assert offline.title == "마당 대문 카메라가 꺼져 있어요"
    assert "22분" in offline.more
    assert message_of(doors.recognised("en"), EN) is None


def test_a_screen_reader_hears_names_and_distances() -> None:
    assert heard(doors.recognised("en"), EN) == (
        "Live. Seo-yeon, recognised, distance 0.81 of threshold 1.07, next Ha-eun 1.24."
    )
    assert heard(doors.too_small("ko"), KO) == "실시간. 판단 불가: 얼굴이 너무 작아요, 41 / 60 px."
    assert heard(doors.empty("en"), EN) == "Live. Nobody in the picture."
    assert heard(doors.stale("en"), EN).startswith("Not live for 12 s")
