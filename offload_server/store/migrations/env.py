"""Run by Alembic: hands it the connection that ``migrations.upgrade`` was given."""

from alembic import context

from offload_server.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter columns in place
    compare_type=True,
)
context.run_migrations()
