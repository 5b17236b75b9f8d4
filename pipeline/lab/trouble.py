"""What keeps a command from its figures, said in the reader's language."""

from __future__ import annotations

import sys
from collections.abc import Callable

from pipeline.errors import InvalidEmbeddingError, TemplateSpaceMismatchError
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.plain_names import plain
from pipeline.lab.portraits import PhotoUnreadableError
from resources.catalogue import Catalogue
from weights.errors import WeightError


def exit_code(work: Callable[[], None], words: Catalogue) -> int:
    """Do ``work``: 0, or 1 with a sentence on stderr."""
    try:
        work()
    except PhotoUnreadableError as error:
        problem = words.say_reason(error.reason) if error.reason else error.problem
        _say(words.say(LabReason.LAB_PHOTO_UNREADABLE, file=str(error.path), problem=problem))
    except (LabError, WeightError) as error:
        _say(words.say_reason(error))
    except (InvalidEmbeddingError, TemplateSpaceMismatchError) as error:
        _say(words.say_reason(error.reason))
    except OSError as error:
        _say(words.say("lab_file_trouble", file=str(error.filename), problem=error.strerror or ""))
    else:
        return 0
    return 1


def _say(sentence: str) -> None:
    print(plain(sentence), file=sys.stderr)
