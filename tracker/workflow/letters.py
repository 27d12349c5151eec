"""A letter to an issuer about what it dropped or met in part only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db import queries
from db.engine import reading
from tracker.errors import ExportError, UsageError
from tracker.exports import letter
from tracker.exports.whole import check_place, whole_or_not
from tracker.model import Filter, Viewer
from tracker.workflow.handing_out import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine


def write(
    engine: Engine,
    path: Path,
    chosen: Filter,
    *,
    template: Path | None = None,
    force: bool = False,
    viewer: Viewer | None = None,
) -> int:
    """Write a letter about the chosen commitments, which are `letter.ASKED` of one issuer; gives how many.

    Raises:
        UsageError: there is nothing to ask about, or no letter of that ending.
        ExportError: the template cannot be read or has a mistake, or the file cannot be written.

    """
    form = path.suffix.lower().lstrip(".")
    if form not in letter.FORMS:
        raise UsageError("exports.error.letter_form", path=path)
    check_place(path, force=force)
    try:
        text = template.read_text(encoding="utf-8-sig") if template else letter.default_template()
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError("exports.error.no_template", path=template) from error
    with reading(engine) as session:
        statistics, note = counted(session, chosen, queries.reports(session), viewer)
        total = statistics.whole.statuses.total()
        if not total:
            raise UsageError("exports.error.nothing_asked", issuer=chosen.issuer)
        found = queries.export_commitments(session, chosen, viewer, best=0)
        written = letter.compose(text, chosen.issuer or "", found, note)
    with whole_or_not(path, force=force) as file:
        letter.write(file, form, written)
    return total
