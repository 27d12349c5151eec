"""Units can be split and merged, corrections of units hold for a stretch of text and can be taken back

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
PLACED = """
UPDATE unit_correction SET
    start = (SELECT unit.start FROM unit WHERE unit.id = unit_correction.unit_id),
    stretch = (
        SELECT substr(report.text, unit.start + 1, unit."end" - unit.start)
        FROM unit JOIN report ON report.id = unit.report_id WHERE unit.id = unit_correction.unit_id
    )
"""
"""Corrections made so far were said of a unit; a retired one has no place and leaves its stretch empty."""


def upgrade() -> None:
    with op.batch_alter_table("unit_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("stretch", TEXT, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("cuts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("merged_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
    op.execute(PLACED)
    with op.batch_alter_table("unit_correction", schema=None) as batch_op:
        for column, kind in (("start", sa.Integer()), ("stretch", TEXT), ("cuts", sa.JSON())):
            batch_op.alter_column(column, existing_type=kind, existing_nullable=False, server_default=None)
        batch_op.alter_column("value", existing_type=TEXT, nullable=True)
        batch_op.drop_constraint(op.f("ck_unit_correction_field"), type_="check")
        batch_op.create_check_constraint(op.f("ck_unit_correction_field"), "field IN ('section', 'role', 'extent')")
        batch_op.create_check_constraint(
            op.f("ck_unit_correction_says_or_undoes"), "(value IS NULL) = (undoes IS NOT NULL)"
        )
        batch_op.create_foreign_key(
            op.f("fk_unit_correction_merged_id_unit"), "unit", ["merged_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_foreign_key(
            op.f("fk_unit_correction_undoes_unit_correction"), "unit_correction", ["undoes"], ["id"]
        )
        batch_op.create_unique_constraint(op.f("uq_unit_correction_undoes"), ["undoes"])
        batch_op.create_index(batch_op.f("ix_unit_correction_merged_id"), ["merged_id"], unique=False)
    op.create_table(
        "forerunner",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("forerunner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forerunner_id"], ["unit.id"], name=op.f("fk_forerunner_forerunner_id_unit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_forerunner_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "forerunner_id", name=op.f("pk_forerunner")),
    )
    with op.batch_alter_table("forerunner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forerunner_forerunner_id"), ["forerunner_id"], unique=False)


def downgrade() -> None:
    op.drop_table("forerunner")
    taken_back = "id IN (SELECT undoes FROM unit_correction WHERE undoes IS NOT NULL)"
    op.execute(f"DELETE FROM unit_correction WHERE value IS NULL OR field = 'extent' OR {taken_back}")
    with op.batch_alter_table("unit_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_correction_merged_id"))
        batch_op.drop_constraint(op.f("uq_unit_correction_undoes"), type_="unique")
        batch_op.drop_constraint(op.f("fk_unit_correction_undoes_unit_correction"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_unit_correction_merged_id_unit"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_unit_correction_says_or_undoes"), type_="check")
        batch_op.drop_constraint(op.f("ck_unit_correction_field"), type_="check")
        batch_op.create_check_constraint(op.f("ck_unit_correction_field"), "field IN ('section', 'role')")
        batch_op.alter_column("value", existing_type=TEXT, nullable=False)
        for column in ("undoes", "merged_id", "cuts", "stretch", "start"):
            batch_op.drop_column(column)
