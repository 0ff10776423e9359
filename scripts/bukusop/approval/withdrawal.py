"""Documents that are no longer in force: the register says so, and whoever asks is told; the signed file itself stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop import sign
from bukusop.diagnostics import UsageError, suggest
from bukusop.paths import Project


def make_withdrawn(project: Project, ids: Sequence[str]) -> tuple[sign.Entry, ...]:
    """Mark the signed editions in force of SOPs (or of "buku") as withdrawn; give them. Raises UsageError, SignError.

    It is about the register alone, so it also serves an SOP that is no longer among the sources.
    """
    register = sign.read_register(project.signed_register)
    known = {entry.kunci.removeprefix("sop/"): entry for entry in register.entries if entry.status == "berlaku"}
    for id_ in ids:
        if id_ not in known:
            raise UsageError(f"tidak ada dokumen bertanda tangan `{id_}` yang berlaku; {suggest(id_, known)}".strip("; "))
    chosen = tuple(known[id_] for id_ in dict.fromkeys(ids))
    for entry in chosen:
        register = register.with_withdrawn(entry)
    sign.write_register(project.signed_register, register)
    return chosen
