"""Which toasts are shown."""

from __future__ import annotations

from desktop_app.window.toast_shelf import MOST_SHOWN, STAYS_MS, Toast, ToastShelf


def test_at_most_three_are_shown_and_the_oldest_goes() -> None:
    shelf = ToastShelf()
    toasts = [Toast(str(number)) for number in range(MOST_SHOWN + 1)]
    assert [shelf.put(toast) for toast in toasts] == [None, None, None, toasts[0]]
    assert shelf.shown == tuple(toasts[1:])


def test_an_error_outlives_what_went_well() -> None:
    shelf = ToastShelf()
    error, first, second, third = Toast("e", is_error=True), Toast("1"), Toast("2"), Toast("3")
    gone = [shelf.put(toast) for toast in (error, first, second, third)]
    assert gone[-1] is first
    assert error in shelf.shown


def test_errors_make_room_for_news_of_their_own_kind() -> None:
    shelf = ToastShelf()
    errors = [Toast(str(number), is_error=True) for number in range(MOST_SHOWN)]
    news = Toast("news")
    assert [shelf.put(toast) for toast in (*errors, news)][-1] is errors[0]
    assert news in shelf.shown, "the newest is always shown"


def test_the_newest_with_an_undo_is_taken_back() -> None:
    shelf = ToastShelf()
    older, newer, plain = Toast("1", undo=lambda: 1), Toast("2", undo=lambda: 2), Toast("3")
    for toast in (older, newer, plain):
        shelf.put(toast)
    assert shelf.newest_undo() is newer
    assert shelf.take(newer)
    assert not shelf.take(newer)
    assert shelf.newest_undo() is older


def test_two_equal_toasts_are_two() -> None:
    shelf = ToastShelf()
    first, second = Toast("same"), Toast("same")
    shelf.put(first)
    shelf.put(second)
    shelf.take(second)
    assert shelf.shown == (first,)


def test_errors_stay() -> None:
    assert Toast("e", is_error=True).stays_ms is None
    assert Toast("n").stays_ms == STAYS_MS == 6_000
