"""A wrong command line is answered with one sentence in the reader's language that says where the help is."""

from __future__ import annotations

import pytest

from resources.catalogue import Catalogue
from resources.command_line import speaking


@pytest.mark.parametrize(
    ("given", "english", "korean"),
    [
        (["run", "--frob", "x"], "This is no option or command: --frob x.", "그런 옵션이나 명령은 없어요: --frob x."),
        (["run"], "This is missing: --port.", "빠진 것이 있어요: --port."),
        (["run", "--port"], "A value is missing after --port.", "값이 빠졌어요: --port."),
        (["run", "--port", "x'y"], None, None),
        (["run", "--port", "many"], "The value many does not fit --port.", "값이 맞지 않아요: --port many."),
        (
            ["walk"],
            "walk is not known. Please choose one of: run.",
            "알 수 없는 값이에요: walk. 이 중에서 골라 주세요: run.",
        ),
    ],
)
def test_one_sentence_in_both_languages(
    given: list[str], english: str | None, korean: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, sentence in (("en", english), ("ko", korean)):
        parser = speaking(Catalogue(language))(prog="munjigi-x")
        run = parser.add_subparsers(dest="command", metavar="command").add_parser("run")
        run.add_argument("--port", type=int, required=True)
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(given + (["--port", "1"] if "--frob" in given else []))
        said = capsys.readouterr()
        assert ended.value.code == 2
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert "munjigi-x" in said.err
        assert "--help" in said.err
        if sentence is not None:
            assert said.err.startswith(sentence)


def test_what_the_system_says_is_said_in_korean_too() -> None:
    said = Catalogue("ko").say("data_folder_unusable", folder="h", problem="Read-only file system")
    assert said.startswith("데이터 폴더를 쓸 수 없어요: h (읽기만 할 수 있는 디스크예요).")
    assert "(odd)" in Catalogue("ko").say("data_folder_unusable", folder="h", problem="odd")
    assert "()" in Catalogue("ko").say("data_folder_unusable", folder="h", problem="")
