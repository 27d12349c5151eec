"""The first tables

Revision: 0001, after none.
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issuer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("chained", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer")),
        sa.UniqueConstraint("name", name=op.f("uq_issuer_name")),
    )
    op.create_table(
        "issuer_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("means", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_name")),
    )
    with op.batch_alter_table("issuer_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issuer_name_name"), ["name"], unique=False)

    op.create_table(
        "saved_filter",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_filter")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parser", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stated_issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("delivered", sa.Date(), nullable=True),
        sa.Column("commitments", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('annual_report', 'work_report', 'term_report', 'reply', 'other')", name=op.f("ck_report_kind")
        ),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuer.id"], name=op.f("fk_report_issuer_id_issuer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_issuer_id"), ["issuer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_path"), ["path"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_stated_issuer"), ["stated_issuer"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("corrected_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "field IN ('issuer', 'kind', 'year', 'delivered', 'title')", name=op.f("ck_correction_field")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_correction_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_report_id"), ["report_id"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("matcher", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["report.id"], name=op.f("fk_pairing_earlier_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["later_id"], ["report.id"], name=op.f("fk_pairing_later_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("earlier_id", "later_id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_later_id"), ["later_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("heading", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("bodies", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('heading', 'commitment', 'statement', 'framing', 'other')", name=op.f("ck_unit_role")
        ),
        sa.CheckConstraint(
            "section IN ('front', 'intro', 'done', 'problems', 'plan', 'back')", name=op.f("ck_unit_section")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_unit_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_bodies"), ["bodies"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_report_id_start"), ["report_id", "start"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("trackability", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("deadline_text", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("deadline_date", sa.Date(), nullable=True),
        sa.Column("deadline_precision", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=True),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reported", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("strength", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("disagreed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "deadline_precision IN ('day', 'month', 'quarter', 'half', 'year', 'years')",
            name=op.f("ck_commitment_deadline_precision"),
        ),
        sa.CheckConstraint(
            "reported IN ('directly', 'indirectly', 'vaguely', 'not_at_all')", name=op.f("ck_commitment_reported")
        ),
        sa.CheckConstraint(
            "status IN ('followed_up', 'partly_met', 'dropped', 'pending', 'unclear', 'not_a_commitment')",
            name=op.f("ck_commitment_status"),
        ),
        sa.CheckConstraint(
            "strength IN ('result', 'finished', 'under_way', 'declaration')", name=op.f("ck_commitment_strength")
        ),
        sa.CheckConstraint(
            "trackability IN ('quantified', 'concrete', 'general')", name=op.f("ck_commitment_trackability")
        ),
        sa.ForeignKeyConstraint(
            ["chain"], ["commitment.id"], name=op.f("fk_commitment_chain_commitment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["id"], ["unit.id"], name=op.f("fk_commitment_id_unit"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_commitment_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_chain"), ["chain"], unique=False)
        batch_op.create_index(
            "ix_commitment_list",
            [
                "report_id",
                "start",
                "id",
                "gone",
                "status",
                "late",
                "decided_by",
                "trackability",
                "topic",
                "reported",
                "chain",
                "disagreed",
                "ahead",
            ],
            unique=False,
        )

    op.create_table(
        "unit_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("corrected_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("field IN ('section', 'role')", name=op.f("ck_unit_correction_field")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_correction_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_correction")),
    )
    with op.batch_alter_table("unit_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_correction_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("suggested", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("matcher", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("adjudicates", sa.Boolean(), nullable=False),
        sa.Column("batch", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('followed_up', 'partly_met', 'dropped', 'unclear', 'not_a_commitment')",
            name=op.f("ck_decision_status"),
        ),
        sa.CheckConstraint(
            "suggested IN ('followed_up', 'partly_met', 'dropped', 'pending', 'unclear', 'not_a_commitment')",
            name=op.f("ck_decision_suggested"),
        ),
        sa.CheckConstraint("(status IS NULL) = (undoes IS NOT NULL)", name=op.f("ck_decision_says_or_undoes")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_decision_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_decision_report_id_report")),
        sa.ForeignKeyConstraint(["undoes"], ["decision.id"], name=op.f("fk_decision_undoes_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("undoes", name=op.f("uq_decision_undoes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_reviewer_id"), ["reviewer", "id"], unique=False)

    op.create_table(
        "flag",
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_flag_commitment_id_commitment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reviewer", "commitment_id", name=op.f("pk_flag")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.Column("reported", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("strength", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "reported IN ('directly', 'indirectly', 'vaguely', 'not_at_all')", name=op.f("ck_follow_up_reported")
        ),
        sa.CheckConstraint("status IN ('followed_up', 'partly_met', 'dropped')", name=op.f("ck_follow_up_status")),
        sa.CheckConstraint(
            "strength IN ('result', 'finished', 'under_way', 'declaration')", name=op.f("ck_follow_up_strength")
        ),
        sa.ForeignKeyConstraint(
            ["again"], ["commitment.id"], name=op.f("fk_follow_up_again_commitment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_follow_up_commitment_id_commitment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_follow_up_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment_id", "report_id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_again"), ["again"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_report_id"), ["report_id"], unique=False)

    op.create_table(
        "mismatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_mismatch_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mismatch_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mismatch")),
    )
    with op.batch_alter_table("mismatch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mismatch_commitment_id_unit_id"), ["commitment_id", "unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mismatch_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("after", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before_matcher", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("matcher", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("after IN ('followed_up', 'partly_met', 'dropped')", name=op.f("ck_move_after")),
        sa.CheckConstraint("before IN ('followed_up', 'partly_met', 'dropped')", name=op.f("ck_move_before")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_move_commitment_id_commitment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_move_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_move_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_move_report_id"), ["report_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "status IN ('followed_up', 'partly_met', 'dropped', 'pending', 'unclear', 'not_a_commitment')",
            name=op.f("ck_opinion_status"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_opinion_commitment_id_commitment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment_id", "reviewer", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_reviewer"), ["reviewer"], unique=False)

    op.create_table(
        "candidate",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id", "report_id"],
            ["follow_up.commitment_id", "follow_up.report_id"],
            name=op.f("fk_candidate_commitment_id_report_id_follow_up"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["unit.id"], name=op.f("fk_candidate_statement_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment_id", "report_id", "rank", name=op.f("pk_candidate")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_candidate_statement_id_evidence_commitment_id"),
            ["statement_id", "evidence", "commitment_id"],
            unique=False,
        )

    op.create_table(
        "decision_evidence",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_evidence_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_evidence_unit_id_unit")),
        sa.PrimaryKeyConstraint("decision_id", "unit_id", name=op.f("pk_decision_evidence")),
    )
    with op.batch_alter_table("decision_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_evidence_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("decision_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_evidence_unit_id"))

    op.drop_table("decision_evidence")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_statement_id_evidence_commitment_id"))

    op.drop_table("candidate")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_reviewer"))

    op.drop_table("opinion")
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_move_report_id"))
        batch_op.drop_index(batch_op.f("ix_move_commitment_id"))

    op.drop_table("move")
    with op.batch_alter_table("mismatch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mismatch_unit_id"))
        batch_op.drop_index(batch_op.f("ix_mismatch_commitment_id_unit_id"))

    op.drop_table("mismatch")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_report_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_again"))

    op.drop_table("follow_up")
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_commitment_id"))

    op.drop_table("flag")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_decision_report_id"))
        batch_op.drop_index(batch_op.f("ix_decision_commitment_id"))
        batch_op.drop_index(batch_op.f("ix_decision_batch"))

    op.drop_table("decision")
    with op.batch_alter_table("unit_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_correction_unit_id"))

    op.drop_table("unit_correction")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index("ix_commitment_list")
        batch_op.drop_index(batch_op.f("ix_commitment_chain"))

    op.drop_table("commitment")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_report_id_start"))
        batch_op.drop_index(batch_op.f("ix_unit_bodies"))

    op.drop_table("unit")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_later_id"))

    op.drop_table("pairing")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_report_id"))

    op.drop_table("correction")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_stated_issuer"))
        batch_op.drop_index(batch_op.f("ix_report_path"))
        batch_op.drop_index(batch_op.f("ix_report_issuer_id"))
        batch_op.drop_index(batch_op.f("ix_report_digest"))

    op.drop_table("report")
    op.drop_table("setting")
    op.drop_table("saved_filter")
    with op.batch_alter_table("issuer_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issuer_name_name"))

    op.drop_table("issuer_name")
    op.drop_table("issuer")
