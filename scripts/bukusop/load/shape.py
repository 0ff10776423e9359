"""Shape: does a tree have the keys and kinds that the format wants? The one door to pydantic and its errors.

A shape is a frozen pydantic model of what an author writes; everything in it is still text. JSON Schema for editors comes
from the same shapes (`schema.py`). Errors are translated here, with the place that the tree knows. A tree with errors is
mended with stand-ins, so that what is right in it can be checked further in the same run (`check_shape`).
"""

from __future__ import annotations

import copy
import re
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bukusop.diagnostics import Findings
from bukusop.load.naming import named, within
from bukusop.load.quoting import nearest, shown
from bukusop.load.tree import Node

S = TypeVar("S", bound="Shape")
Path = tuple[str | int, ...]

MOST_TOLD = 100
"""Errors of shape told of one file; the rest is counted."""


class Shape(BaseModel):
    """Base of all shapes: frozen, no unknown keys, no coercion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        """Take a known key without a value as not written; an unknown one is still unknown."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


def _text_or_list(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(value)
    raise PydanticCustomError("bentuk", "harus berupa teks atau daftar teks")


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"ya": True, "benar": True, "true": True, "tidak": False, "salah": False, "false": False}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise PydanticCustomError("pilihan", "harus `ya` atau `tidak`")


def _year(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch("(1[6-9]|2[01])[0-9]{2}", value.strip()):
        return int(value)
    raise PydanticCustomError("angka", "harus tahun empat angka, misalnya 2026")


def _number(value: Any) -> float:
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,6})?", value.strip()):
        return float(value.strip().replace(",", "."))
    raise PydanticCustomError("angka", "harus bilangan, misalnya 25 atau 2,5")


def _size(value: Any) -> float:
    number = _number(value)
    if number > 0:
        return number
    raise PydanticCustomError("angka", "harus lebih besar dari nol")


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_NUMBER = WithJsonSchema({"type": ["number", "string"]})

Text = Annotated[str, Field(min_length=1)]
Cell = Annotated[tuple[str, ...], BeforeValidator(_text_or_list), WithJsonSchema(_ONE_OR_MANY)]
"""A cell: text, or a list of texts that is printed as a list."""
Many = Cell
"""One text or a list of texts."""
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["ya", "tidak", True, False]})]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": ["integer", "string"]})]
Number = Annotated[float, BeforeValidator(_number), _NUMBER]
Size = Annotated[float, BeforeValidator(_size), _NUMBER]


def list_of(item: type, adapt: Callable[[Any], Any] | None = None) -> Any:
    """Annotation of a tuple whose items are `item`; `adapt` turns a shorthand of one item into its full form."""

    def listed(value: Any) -> tuple[Any, ...]:
        if isinstance(value, tuple):
            return value
        if not isinstance(value, list):
            raise PydanticCustomError("bentuk", "harus berupa daftar (baris-baris yang diawali `- `)")
        return tuple(adapt(entry) if adapt else entry for entry in value)

    return Annotated[tuple[item, ...], BeforeValidator(listed)]  # type: ignore[valid-type]


@dataclass(frozen=True, slots=True)
class Checked(Generic[S]):
    """A shape, mended where the tree was wrong; `doubtful` are the paths of stand-ins: what follows from them says nothing."""

    shape: S
    doubtful: frozenset[Path] = frozenset()


def read_shape(cls: type[S], tree: Node, findings: Findings, path: Sequence[str | int] = ()) -> S | None:
    """Check a tree against a shape; None and one finding per mistake where it does not fit.

    `path` is where in `tree` the shape begins.
    """
    checked = check_shape(cls, tree, findings, path)
    return None if checked.doubtful else checked.shape


def check_shape(cls: type[S], tree: Node, findings: Findings, path: Sequence[str | int] = ()) -> Checked[S]:
    """Check a tree against a shape: one finding per mistake, and the shape as far as it can be had."""
    prefix = tuple(path)
    node = tree.get(prefix)
    data: Any = node.data() if node is not None else ""
    try:
        return Checked(cls.model_validate(data))
    except ValidationError as failure:
        wrong = failure.errors(include_url=False)
    errors, instead = _told_once(cls, wrong)
    for error in errors[:MOST_TOLD]:
        _tell(cls, tree, error, prefix, findings)
    if len(errors) > MOST_TOLD:
        findings.error("bentuk", tree.at(prefix), f"masih ada {len(errors) - MOST_TOLD} kesalahan sejenis di berkas ini",
                       "perbaiki dahulu yang sudah disebut")
    doubtful = frozenset((*prefix, *error["loc"]) for error in errors) | {(*prefix, *loc) for loc in instead}
    data = copy.deepcopy(data)
    for error in wrong:
        data = _mend(cls, data, error["loc"], error["type"])
    try:
        return Checked(cls.model_validate(data), doubtful)
    except ValidationError:
        return Checked(cls.model_validate(_stand_in(cls)), doubtful | {prefix})


def stand_in(cls: type[S]) -> S:
    """Give a shape where nothing could be read at all; everything in it is doubtful."""
    return cls.model_validate(_stand_in(cls))


def _told_once(cls: type[Shape], errors: list[ErrorDetails]) -> tuple[list[ErrorDetails], set[Path]]:
    """Take a key that is only misspelt for what it stands for: it is not missing as well.

    Gives the errors to tell, and the paths of the keys that were meant.
    """
    instead: set[Path] = set()
    for error in errors[:MOST_TOLD]:
        if error["type"] == "extra_forbidden":
            near = _near(str(error["loc"][-1]), known_keys(cls, error["loc"][:-1]))
            if near:
                instead.add((*error["loc"][:-1], near))
    rest = [error for error in errors if error["type"] != "missing" or tuple(error["loc"]) not in instead]
    return rest, instead


def _near(word: str, known: Sequence[str]) -> str:
    hint = nearest(word, known)
    return hint.split("`")[1] if hint.startswith("mungkin") else ""


_KINDS = {
    "string_type": "harus berupa teks",
    "tuple_type": "harus berupa daftar (baris-baris yang diawali `- `)",
    "list_type": "harus berupa daftar (baris-baris yang diawali `- `)",
    "dict_type": "harus berupa isian `kunci: isi`",
    "model_type": "harus berupa isian `kunci: isi`",
    "model_attributes_type": "harus berupa isian `kunci: isi`",
    "string_too_short": "tidak boleh kosong",
}
_EXAMPLES = {
    "keputusan": "contoh: `keputusan: {ya: lanjut, tidak: 1}`",
    "tanggal": "contoh: `tanggal: {pembuatan: 5 Januari 2026, efektif: 2 Februari 2026}`",
    "penetapan": "contoh: `penetapan: {tempat: Contoh, tanggal: 2 Februari 2026}`",
    "pelaksana": "contoh: `pelaksana: {staf: Staf Pelaksana, kepala: Kepala Dinas}`",
    "langkah": "contoh: `- kegiatan: ...`, lalu `pelaksana: ...` di bawahnya",
    "bidang": "contoh: `- {folder: a-umum, nama: Bidang Umum}`",
}
_QUOTE = "teks yang memuat `: ` diapit tanda kutip, misalnya \"Catatan: segera\""
_HINTS = {"pilihan": "tulis `ya` atau `tidak`", "angka": "tulis angkanya saja, tanpa satuan"}


def _tell(cls: type[Shape], tree: Node, error: ErrorDetails, prefix: Path, findings: Findings) -> None:
    path: Path = (*prefix, *error["loc"])
    kind, value = error["type"], error["input"]
    name = str(path[-1]) if path else ""
    what = named(tree, path)
    node = tree.get(path)
    if not path and node is not None and node.blank:
        findings.error("wajib", tree.at(path), "berkas ini kosong", "tulis isinya, atau hapus berkas ini")
    elif kind == "missing" and node is None:
        findings.error("wajib", tree.at(path), f"`{name}` belum ditulis{within(tree, path[:-1])}", f"tambahkan baris `{name}: ...`")
    elif kind == "missing" or (value is None and kind != "extra_forbidden") or (kind in _KINDS and node is not None and node.blank):
        findings.error("wajib", tree.at(path), f"{what} belum diisi", "tulis isinya")
    elif kind == "extra_forbidden":
        known = known_keys(cls, error["loc"][:-1])
        findings.error("kunci-asing", tree.key_at(path), f"kunci `{shown(name)}` tidak dikenal{within(tree, path[:-1]) or ' di sini'}",
                       nearest(name, known))
    elif kind in ("literal_error", "enum") and isinstance(value, str):
        choices = [item for item in typing.get_args(_annotation(cls, error["loc"])) if item]
        near = nearest(value, choices)
        wrong = f"`{name}: {shown(value)}`" if isinstance(path[-1], str) else f"`{shown(value)}`"
        findings.error("pilihan", tree.at(path), f"{wrong} tidak dikenal{within(tree, path[:-1])}",
                       near if near.startswith("mungkin") else f"pilih {', '.join(f'`{item}`' for item in choices)}")
    else:
        told = _KINDS.get(kind) or (error["msg"] if kind in ("bentuk", *_HINTS) else _KINDS["string_type"])
        rule = kind if kind in _HINTS else "bentuk"
        findings.error(rule, tree.at(path), f"{what} {told}", _HINTS.get(rule) or _hint(told, path, value))


def _hint(told: str, path: Path, value: object) -> str:
    """Give what to write where a value is of the wrong kind."""
    if not path:
        return "mulai setiap baris dengan kunci dan titik dua, misalnya `nama: ...`"
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if "daftar (" in told:
        return _EXAMPLES.get(key, "awali tiap butir dengan `- ` pada barisnya sendiri")
    if "kunci: isi" in told:
        return _EXAMPLES.get(key, "tulis tiap isian sebagai `kunci: isi`")
    if "kosong" in told:
        return "tulis isinya"
    if "keputusan" in path[-2:-1]:
        return "tulis nomor langkah, id langkah, `lanjut`, atau `selesai`"
    return _QUOTE if isinstance(value, dict) else "tulis satu teks saja, bukan daftar"


def _mend(cls: type[Shape], data: Any, loc: Sequence[str | int], kind: str) -> Any:
    """Put a stand-in where an error was, or take away what does not belong."""
    if not loc:
        return _stand_in(cls)
    parent = data
    for step in loc[:-1]:
        if isinstance(parent, dict):
            parent = parent.get(step)
        else:
            parent = parent[step] if isinstance(parent, list) and isinstance(step, int) else None
    last = loc[-1]
    if isinstance(parent, dict):
        parent.pop(last, None)
        holder = _inner_shape(_annotation(cls, loc[:-1]))
        known = holder.model_fields.get(str(last)) if holder else None
        if kind != "extra_forbidden" and (holder is None or (known and known.is_required())):
            parent[last] = _stand_in(_annotation(cls, loc))
    elif isinstance(parent, list) and isinstance(last, int):
        parent[last] = _stand_in(_annotation(cls, loc))
    return data


def _stand_in(annotation: Any) -> Any:
    """Give raw data that fits an annotation."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _stand_in(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return _stand_in(arguments[0])
    if origin is typing.Literal:
        return arguments[0]
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return {name: _stand_in(field.annotation) for name, field in annotation.model_fields.items() if field.is_required()}
    return {tuple: [], dict: {}, bool: True, int: 2000, float: 1.0}.get(origin or annotation, "?")


def known_keys(cls: type[Shape], loc: Sequence[str | int]) -> list[str]:
    """Give the keys that the shape knows at `loc`, for a hint."""
    shape = _inner_shape(_annotation(cls, loc))
    return list(shape.model_fields) if shape else []


def _annotation(cls: type[Shape], loc: Sequence[str | int]) -> Any:
    """Give the annotation of the value at `loc`; None where the shape knows no such value."""
    here: Any = cls
    for step in loc:
        shape = _inner_shape(here)
        if shape is not None:
            field = shape.model_fields.get(str(step))
            here = field.annotation if field else None
            continue
        while typing.get_origin(here) is Annotated:
            here = typing.get_args(here)[0]
        origin, arguments = typing.get_origin(here), typing.get_args(here)
        here = arguments[0] if origin is tuple else arguments[1] if origin is dict else None
    return here


def _inner_shape(annotation: Any) -> type[Shape] | None:
    """Give the shape that an annotation is, optional or annotated as it may be."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, Annotated):
        return next((found for part in typing.get_args(annotation) if (found := _inner_shape(part))), None)
    return None
