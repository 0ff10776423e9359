"""The beginning of a new SOP: a commented skeleton with the next free number of its bidang."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bukusop.diagnostics import Findings, UsageError, suggest
from bukusop.load.sop import sop_id
from bukusop.load.tree import read_text, read_yaml
from bukusop.paths import Project, write_whole


def start_sop(project: Project, id_: str, folder: str, name: str) -> str:
    """Write the skeleton of a new SOP; give its file name. Raises UsageError where it cannot be begun there."""
    existing = {sop_id(path): path for path in project.sops.glob("*/*.yaml")}
    if sop_id(Path(f"{id_}.yaml")) != id_:
        raise UsageError(f"`{id_}` tidak dapat menjadi id: pakai huruf kecil, angka, dan tanda hubung, misalnya `surat-masuk`")
    if id_ in existing:
        raise UsageError(f"SOP `{id_}` sudah ada: {project.name(existing[id_])}")
    folders = sorted(path.name for path in project.sops.glob("*/"))
    chosen = folder or next((name for name in _bidang(project) if name in folders), next(iter(folders), ""))
    if chosen not in folders:
        raise UsageError(f"folder sops/{chosen} tidak ada; {suggest(chosen, folders)}".strip("; "))
    used = [path.name.partition("-")[0] for path in (project.sops / chosen).glob("*.yaml")]
    number = max((int(part) for part in used if part.isdigit()), default=0) + 1
    path = project.sops / chosen / f"{number:02}-{id_}.yaml"
    skeleton = read_text(Project(project.templates.parent.resolve()), project.templates.resolve() / "kerangka" / "sop.yaml", Findings())
    if skeleton is None:
        raise UsageError("kerangka SOP, templates/kerangka/sop.yaml, tidak dapat dibaca atau berada di luar folder buku")
    write_whole(path, skeleton.replace("Nama SOP Baru", _scalar(name or "Nama SOP Baru")).encode())
    return project.name(path)


def _scalar(text: str) -> str:
    """Write a text as YAML: bare where that is safe, else in double quotes."""
    return text if re.fullmatch(r"[A-Za-z][\w (),./-]*", text) else json.dumps(text, ensure_ascii=False)


def _bidang(project: Project) -> list[str]:
    """Give the folders of the bidang in the manifest's order; none where it cannot be read."""
    unheard = Findings()
    text = read_text(project, project.manifest, unheard)
    tree = read_yaml(text, "", unheard) if text is not None else None
    listed = tree.data() if tree else ""
    items = listed.get("bidang", []) if isinstance(listed, dict) else []
    return [str(item.get("folder", "")) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
