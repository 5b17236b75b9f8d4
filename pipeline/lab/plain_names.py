"""Names of files and folders as a terminal may show them: photos come from others, and so do their names."""

from __future__ import annotations


def plain(name: str) -> str:
    """``name`` with whatever cannot be printed written out (``\\x1b``): no colour, no title, no jump of the cursor.

    Different names stay different; bytes that are no UTF-8 are written out too, as no output could take them.
    """
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in name)
