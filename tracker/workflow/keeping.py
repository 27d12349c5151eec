"""Which unit of a re-read report continues which kept one, so that ids and decisions outlive a better parser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from tracker.model import Role, Unit, UnitRow
from tracker.text import match_key

ALIKE = 85.0
"""rapidfuzz ratio from which an edited unit still is the same one."""


def continued(old: Sequence[UnitRow], new: Sequence[Unit]) -> dict[int, int]:
    """Index of each new unit that continues a kept one -> that one's id, one to one.

    First the same text in the same role, in order; then the same text in any role; then, among commitments
    and statements only, the most alike text of ALIKE or more.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    old_keys = [match_key(row.unit.text) for row in old]
    new_keys = [match_key(unit.text) for unit in new]
    for same_role in (True, False):
        waiting: dict[tuple[str, Role | None], list[int]] = defaultdict(list)
        for row, key in zip(reversed(old), reversed(old_keys), strict=True):
            if row.id not in taken and key:
                waiting[key, row.unit.role if same_role else None].append(row.id)
        for index, (unit, key) in enumerate(zip(new, new_keys, strict=True)):
            queue = waiting.get((key, unit.role if same_role else None)) if index not in found else None
            if queue:
                found[index] = queue.pop()
                taken.add(found[index])
    for role in (Role.COMMITMENT, Role.STATEMENT):
        _edited(old, old_keys, new, new_keys, role, found, taken)
    return found


def _edited(
    old: Sequence[UnitRow],
    old_keys: Sequence[str],
    new: Sequence[Unit],
    new_keys: Sequence[str],
    role: Role,
    found: dict[int, int],
    taken: set[int],
) -> None:
    """Add to `found` the units of one role whose wording changed a little."""
    left_old = [i for i, row in enumerate(old) if row.id not in taken and row.unit.role is role and old_keys[i]]
    left_new = [i for i, unit in enumerate(new) if i not in found and unit.role is role and new_keys[i]]
    if not left_old or not left_new:
        return
    scores = process.cdist(
        [old_keys[i] for i in left_old], [new_keys[i] for i in left_new], scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    options = sorted(
        ((float(scores[a, b]), -a, -b) for a, b in zip(*scores.nonzero(), strict=True)),
        reverse=True,
    )
    for _, a, b in options:
        row, index = old[left_old[-a]], left_new[-b]
        if row.id not in taken and index not in found:
            found[index] = row.id
            taken.add(row.id)


def share_kept(old: Sequence[Unit], new: Sequence[Unit]) -> float:
    """Share of the smaller report's commitments and statements whose text is in the other one too, 0 to 1."""
    roles = (Role.COMMITMENT, Role.STATEMENT)
    a = {match_key(unit.text) for unit in old if unit.role in roles}
    b = {match_key(unit.text) for unit in new if unit.role in roles}
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
