"""The JSON export: one object with `schema`, `reports` and `commitments`, written as it comes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from tracker.exports.ledger import Ledger
from tracker.exports.rows import cells, number, standing_evidence
from tracker.model import CommitmentDetail, DecisionRow, EvidenceRow, FollowUpRow, ReportRow, UnitRow
from tracker.reasons import in_words

SCHEMA = 1


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Stream the object: memory does not grow with the number of commitments."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    note = json.dumps("\n".join(ledger.note.lines()), ensure_ascii=False)
    out.write(f'{{"schema": {SCHEMA}, "method": {note},\n"reports": [')
    _array(out, (report_object(report, statements) for report, statements in ledger.reports))
    out.write('],\n"commitments": [')
    _array(out, map(commitment_object, ledger.commitments))
    out.write("]}\n")
    out.detach()


def _array(file: TextIO, objects: Iterable[dict[str, Any]]) -> None:
    separator = "\n"
    for item in objects:
        file.write(separator + json.dumps(item, ensure_ascii=False))
        separator = ",\n"


def report_object(report: ReportRow, statements: Iterable[UnitRow]) -> dict[str, Any]:
    """One report with the units of its done section."""
    return {
        "id": str(report.id),
        "source": report.source,
        "title": report.title,
        "issuer": report.issuer,
        "kind": report.kind.value,
        "year": report.year,
        "delivered": report.delivered.isoformat() if report.delivered else None,
        "warnings": [str(warning) for warning in report.warnings],
        "read": report.imported_at.isoformat(),
        "statements": [_statement(s) for s in statements],
    }


def _statement(row: UnitRow) -> dict[str, Any]:
    unit = row.unit
    return {"id": str(row.id), "heading": unit.heading, "text": unit.text, "start": unit.start, "end": unit.end}


def commitment_object(detail: CommitmentDetail) -> dict[str, Any]:
    """One commitment with its promise, status and every later report's word."""
    row, deadline = detail.row, detail.promise.deadline
    return {
        "id": str(row.id),
        "report": str(row.report),
        "heading": row.heading,
        "text": row.text,
        "start": detail.start,
        "end": detail.end,
        "parts": [{"text": row.text[p.start : p.end], "start": p.start, "end": p.end} for p in detail.promise.parts],
        "topic": row.topic,
        "bodies": list(row.bodies),
        "trackability": row.trackability.value,
        "quantities": [
            {
                "text": q.text,
                "value": number(q.value),
                "upper": None if q.upper is None else number(q.upper),
                "unit": q.unit,
                "relation": q.relation.value,
            }
            for q in detail.promise.quantities
        ],
        "deadline": deadline
        and {"text": deadline.text, "date": deadline.date.isoformat(), "precision": deadline.precision.value},
        "status": row.status.value,
        "late": row.late,
        "confidence": row.confidence,
        "reported": row.reported,
        "strength": row.strength,
        "chain": row.chain and str(row.chain),
        "gone": row.gone,
        "ahead": row.ahead,
        "decided_by": row.decided_by or "suggestion",
        "decisions": [_decision(d) for d in detail.decisions],
        "attached": [_evidence(e) for e in detail.attached],
        "follow_ups": [_follow_up(f, detail.attached) for f in detail.follow_ups],
        "words": cells(detail),
    }


def _decision(entry: DecisionRow) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "at": entry.decided_at.isoformat(timespec="seconds"),
        "reviewer": entry.reviewer,
        "status": entry.status,
        "report": entry.report and str(entry.report),
        "evidence": list(map(str, entry.evidence)),
        "note": entry.note,
        "suggested": entry.suggested,
        "matcher": entry.matcher,
        "adjudicates": entry.adjudicates,
        "undoes": entry.undoes and str(entry.undoes),
    }


def _follow_up(follow_up: FollowUpRow, attached: Iterable[EvidenceRow]) -> dict[str, Any]:
    return {
        "report": str(follow_up.report),
        "status": follow_up.status.value,
        "decided_by": follow_up.decided_by or "suggestion",
        "suggested": follow_up.suggested,
        "confidence": round(follow_up.confidence, 4),
        "reported": follow_up.reported,
        "strength": follow_up.strength,
        "searched": follow_up.searched,
        "repeated": follow_up.repeated,
        "reason": in_words(follow_up.reason),
        "evidence": [_evidence(e) for e in standing_evidence(follow_up, attached)],
        "candidates": [_evidence(c) for c in follow_up.candidates],
    }


def _evidence(row: EvidenceRow) -> dict[str, Any]:
    score = None if row.score is None else round(row.score, 4)
    return {"statement": str(row.statement), "text": row.text, "score": score}
