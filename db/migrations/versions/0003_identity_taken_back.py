"""Corrections of what a report is can be taken back

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_correction_says_or_undoes"), "undoes IS NULL OR value IS NULL")
        batch_op.create_foreign_key(op.f("fk_correction_undoes_correction"), "correction", ["undoes"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_correction_undoes"), ["undoes"])


def downgrade() -> None:
    undone = "id IN (SELECT undoes FROM correction WHERE undoes IS NOT NULL)"
    op.execute(f"DELETE FROM correction WHERE undoes IS NOT NULL OR {undone}")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_correction_undoes"), type_="unique")
        batch_op.drop_constraint(op.f("fk_correction_undoes_correction"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_correction_says_or_undoes"), type_="check")
        batch_op.drop_column("undoes")
