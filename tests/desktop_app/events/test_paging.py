"""Whatever is scrolled, fetched and recorded in whichever order: every row that is here is the right one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.events.paging import KEPT_PAGES, PAGE_ROWS, Paging
from offload_server.household.records import EventCounts, EventList, EventRecord
from tests.desktop_app.events.made_up import event, lifted

_VIEW_ROWS = 14


def _begun(events: list[EventRecord]) -> Paging:
    paging = Paging()
    paging.begin(EventList(7, EventCounts(len(events), {}), tuple(events[:PAGE_ROWS])))
    return paging


def _page(events: list[EventRecord], page: int) -> tuple[EventRecord, ...]:
    return tuple(events[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])


_steps = st.lists(
    st.tuples(st.sampled_from(["look", "new", "unwanted", "lift"]), st.floats(0, 1)), min_size=1, max_size=40
)


_MANY = [event(number) for number in range(3_500)]


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, len(_MANY)), steps=_steps)
def test_what_is_here_is_always_the_row_of_its_place(length: int, steps: list[tuple[str, float]]) -> None:
    listed = _MANY[:length]
    rows, paging, made = list(listed), _begun(listed), len(_MANY)
    for what, where in steps:
        if what == "look" and rows:
            first = int(where * max(0, len(rows) - _VIEW_ROWS))
            last = min(len(rows) - 1, first + _VIEW_ROWS - 1)
            while (page := paging.missing(first, last)) is not None:
                place = (paging.first_row_of(page), paging.first_row_of(page) + PAGE_ROWS - 1)
                assert place[0] - PAGE_ROWS <= last
                assert place[1] + PAGE_ROWS >= first, "only pages near the view are asked for"
                assert paging.put(page, _page(listed, page))
            assert all(paging.at(row) is not None for row in range(first, last + 1)), "what is seen is here"
        elif what == "new":
            made += 1
            rows.insert(0, event(made))
            added = paging.add(rows[0], is_wanted=True)
            assert added is not None
            assert (added.row, added.replaced) == (0, False)
        elif what == "unwanted":
            made += 1
            assert paging.add(event(made), is_wanted=False) is None
        elif what == "lift" and rows:
            row = int(where * (len(rows) - 1))
            known = paging.at(row)
            if known is not None and known.revision == 0:
                after = lifted(known)
                added = paging.add(after, is_wanted=True)
                assert added is not None
                assert (added.row, added.replaced) == (row, True), "it takes the row of its visit"
                rows[row] = after
                if after.visit_id in {each.visit_id for each in listed}:
                    listed[next(n for n, each in enumerate(listed) if each.visit_id == after.visit_id)] = after
                assert paging.add(after, is_wanted=True) is None, "told twice, it is there once"
        assert len(paging) == len(rows)
        here = [(row, known) for row in range(0, len(rows), 7) if (known := paging.at(row)) is not None]
        assert all(rows[row] == known for row, known in here)
        assert paging.kept <= (KEPT_PAGES + 1) * PAGE_ROWS, "a year of events does not stay in memory"


def test_what_is_in_view_comes_before_what_is_beside_it() -> None:
    paging = _begun([event(number) for number in range(1_000)])
    assert paging.missing(0, 13) == 1, "the first page is here, so the one below it follows"
    assert paging.missing(595, 608) in {5, 6}
    paging.put(5, _page([event(number) for number in range(1_000)], 5))
    assert paging.missing(595, 608) == 6
    paging.put(6, _page([event(number) for number in range(1_000)], 6))
    assert paging.missing(595, 608) == 7
    assert _begun([]).missing(0, -1) is None


def test_a_page_that_is_shorter_than_it_was_counted_is_noticed() -> None:
    events = [event(number) for number in range(250)]
    paging = _begun(events)
    assert not paging.put(2, tuple(events[200:220])), "the oldest were deleted meanwhile"
    assert paging.at(230) is None


def test_rows_are_found_by_their_event() -> None:
    paging = _begun([event(number) for number in range(150)])
    paging.add(event(999), is_wanted=True)
    assert paging.row_of(event(3).id) == 4
    assert paging.row_of(event(999).id) == 0
    assert paging.row_of(event(140).id) is None, "its page is not here"


def test_placeholders_stand_for_a_list_that_is_not_here_yet() -> None:
    paging = Paging()
    paging.expect(12)
    assert len(paging) == 12
    assert paging.at(3) is None
