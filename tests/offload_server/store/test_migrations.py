"""Migrations and schema say the same, and Alembic is loaded only to migrate."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from offload_server.store import migrations
from offload_server.store.database import Database
from offload_server.store.schema import REVISION, metadata

FOLDER = Path(migrations.__file__).parent


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
        definitions.append({name: sorted(part.strip(" ,\t") for part in sql.splitlines()) for name, sql in rows})
    assert definitions[0] == definitions[1]


def test_an_up_to_date_database_opens_without_alembic(file: Path) -> None:
    Database.open(file).close()
    program = (
        "import sys, pathlib; from offload_server.store.database import Database;"
        "Database.open(pathlib.Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(file)], check=False).returncode == 0
