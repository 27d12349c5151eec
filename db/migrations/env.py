"""Alembic's entry: migrates on the connection that `db.migrating` hands over.

To write a new revision on a database made for it: `alembic -x db=FILE revision --autogenerate -m "what"`.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from db import tables
from db.connection import engine_of, locate


def run(connection: Connection) -> None:
    """Run what Alembic was asked for, inside the transaction that is open."""
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,  # our begin() is a real one, so SQLite takes changes of tables back too
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = locate(context.get_x_argument(as_dictionary=True).get("db"))
    with engine_of(url, foreign_keys=False, pooled=False).execution_options(writes=True).begin() as own:
        run(own)
