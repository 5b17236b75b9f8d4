"""Migrations and schema say the same, and Alembic is loaded only to migrate."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from offload_server.store import migrations
from offload_server.store.database import Database
from offload_server.store.schema import REVISION, metadata

FOLDER = Path(migrations.__file__).parent
_ROWS_OF_0001 = (
    "INSERT INTO people VALUES ('p1', '민지', '민지', '2026-11-01 10:00:00')",
    "INSERT INTO consents VALUES ('c1', 'p1', '민지', 0, '2026-11', '2026-11-01 10:00:00', NULL)",
    "INSERT INTO samples VALUES ('s1', 'p1', '2026-11-01 10:00:00', 'picture', NULL, 90, 200, 120, 1, 2, x'00')",
    "INSERT INTO embeddings VALUES ('s1', 'fake-1', x'00')",
    "INSERT INTO cameras VALUES ('k1', '현관', '현관', x'00', '2026-11-01 10:00:00', '2026-11-02 10:00:00')",
)


def test_the_revision_of_the_code_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_migrating_makes_the_tables_of_the_schema(file: Path) -> None:
    Database.open(file).close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    engine.dispose()
    assert differences == []


def test_constraints_and_cascades_are_those_of_the_schema(file: Path) -> None:
    """``compare_metadata`` does not look at primary keys, cascades and AUTOINCREMENT: the definitions do."""
    Database.open(file).close()
    migrated, made = create_engine(f"sqlite:///{file}"), create_engine("sqlite://")
    metadata.create_all(made)
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    definitions = []
    for engine in (migrated, made):
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(query).all()
        engine.dispose()
        # an added column stands on its neighbour's line
        definitions.append({name: sorted(re.split(r"[,\s]*\n\s*|,\s+", sql)) for name, sql in rows})
    assert definitions[0] == definitions[1]


def test_what_the_first_release_wrote_is_all_there_after_migrating(file: Path) -> None:
    """Adding a column by remaking the table would erase, by cascade, whatever hangs on its rows."""
    _make_at("0001", file)
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in _ROWS_OF_0001:
            connection.execute(statement)
    Database.open(file).close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT id, name, paused_at FROM people").fetchall() == [("p1", "민지", None)]
        counts = "SELECT (SELECT count(*) FROM consents), (SELECT count(*) FROM samples), count(*) FROM embeddings"
        assert connection.execute(counts).fetchone() == (1, 1, 1)
        cameras = connection.execute("SELECT confirmed_at, kind, sealed_source FROM cameras").fetchall()
        assert cameras == [("2026-11-01 10:00:00", "network", None)], "it was let in before there was a question"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_decisions_that_were_lifted_before_are_known_as_such(file: Path) -> None:
    """Else a visit that was lifted long ago would stand twice in the record."""
    _make_at("0003", file)
    row = (
        "INSERT INTO events (id, visit_id, revision, camera_id, camera_name, at, verdict, frames_used, attempts, "
        "newest_frame_age_ms, liveness, reasons) "
        "VALUES (?, ?, ?, 'c1', 'Door', '2026-11-01 10:00:00', 'UNKNOWN', 1, 1, 1.0, 0, '[]')"
    )
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(row, [("e1", "v1", 0), ("e2", "v2", 0), ("e3", "v1", 1)])
    Database.open(file).close()
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT id, superseded_by FROM events ORDER BY number").fetchall()
    assert found == [("e1", 3), ("e2", None), ("e3", None)]


def _make_at(revision: str, file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_an_up_to_date_database_opens_without_alembic(file: Path) -> None:
    Database.open(file).close()
    program = (
        "import sys, pathlib; from offload_server.store.database import Database;"
        "Database.open(pathlib.Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(file)], check=False).returncode == 0
