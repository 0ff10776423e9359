"""JSON Schema of the author's format, from the same shapes that check it, so that editors complete and check while typing."""

from __future__ import annotations

import json
from typing import Any

from bukusop.load.pengesahan import PengesahanShape
from bukusop.load.shape import Shape
from bukusop.load.shapes import BookShape, ChapterShape, KeputusanShape, PeraturanShape, ProfilShape, SopShape

_FILES: dict[str, tuple[type[Shape], str]] = {
    "sop": (SopShape, "SOP (sops/*/*.yaml)"),
    "buku": (BookShape, "Manifes buku (book/book.yaml)"),
    "keputusan": (KeputusanShape, "Keputusan (book/keputusan/*.yaml)"),
    "bab": (ChapterShape, "Kepala berkas bab (book/chapters/*.md)"),
    "pengesahan": (PengesahanShape, "Cara menandatangani (book/pengesahan.yaml)"),
    "profil": (ProfilShape, "Profil format (templates/profil/*.yaml)"),
}
_SCALAR = ["string", "number", "boolean", "null"]
"""What an editor takes unquoted text for (`012`, `ya`, nothing): to us every scalar is text."""


def schemas() -> dict[str, str]:
    """Give the text of every schema file by name; same shapes, same bytes."""
    result = {}
    for name, (shape, title) in _FILES.items():
        result[f"{name}.json"] = _text(shape.model_json_schema(), title)
    register = {"type": "object", "additionalProperties": PeraturanShape.model_json_schema()}
    result["peraturan.json"] = _text(register, "Daftar peraturan (book/peraturan.yaml)")
    return result


def _text(schema: dict[str, Any], title: str) -> str:
    loosened = _loosen(schema)
    if "dasar" in loosened.get("properties", {}):
        loosened.pop("required", None)      # a profile with `dasar` says only what differs
        for part in loosened.get("$defs", {}).values():
            part.pop("required", None)
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **loosened, "title": title}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _loosen(value: Any) -> Any:
    if isinstance(value, list):
        return [_loosen(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _loosen(item) for key, item in value.items() if key not in ("title", "default") or isinstance(item, dict)}
    if result.get("type") == "string" and "enum" not in result and "const" not in result:
        result["type"] = _SCALAR
        result.pop("minLength", None)
    if "enum" in result:
        result.pop("type", None)
        result["enum"] = [item for item in result["enum"] if item != ""]
    return result
