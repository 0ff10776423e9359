"""Shape: does a tree have the keys and kinds that the format wants? The one door to pydantic and its errors.

A shape is a frozen pydantic model of what an author writes; everything in it is still text. JSON Schema for editors comes
from the same shapes (`schema.py`). Errors are translated here, with the place that the tree knows.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from bukusop.diagnostics import Findings, suggest
from bukusop.load.tree import Node

S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """Base of all shapes: frozen, no unknown keys, no coercion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


def _text_or_list(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if isinstance(items, tuple):
        return items
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise PydanticCustomError("bentuk", "harus berupa teks atau daftar teks")
    return tuple(item.strip() for item in items)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"ya": True, "benar": True, "true": True, "tidak": False, "salah": False, "false": False}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise PydanticCustomError("pilihan", "harus `ya` atau `tidak`")


def _whole(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
        return int(value)
    raise PydanticCustomError("angka", "harus bilangan bulat")


def _number(value: Any) -> float:
    if isinstance(value, int | float):
        return float(value)
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 <= number < 10_000:
        raise PydanticCustomError("angka", "harus bilangan, misalnya 25 atau 2,5")
    return number


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

Text = Annotated[str, Field(min_length=1)]
Cell = Annotated[tuple[str, ...], BeforeValidator(_text_or_list), WithJsonSchema(_ONE_OR_MANY)]
"""A cell: text, or a list of texts that is printed as a list."""
Many = Cell
"""One text or a list of texts."""
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["ya", "tidak", True, False]})]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": ["integer", "string"]})]
Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": ["number", "string"]})]


def list_of(item: type, adapt: Callable[[Any], Any] | None = None) -> Any:
    """Annotation of a tuple whose items are `item`; `adapt` turns a shorthand of one item into its full form."""

    def listed(value: Any) -> tuple[Any, ...]:
        if isinstance(value, tuple):
            return value
        if not isinstance(value, list):
            raise PydanticCustomError("bentuk", "harus berupa daftar (baris-baris yang diawali `-`)")
        return tuple(adapt(entry) if adapt else entry for entry in value)

    return Annotated[tuple[item, ...], BeforeValidator(listed)]  # type: ignore[valid-type]


def read_shape(cls: type[S], tree: Node, findings: Findings, path: Sequence[str | int] = ()) -> S | None:
    """Check a tree against a shape; None and one finding per mistake where it does not fit.

    `path` is where in `tree` the shape begins.
    """
    data: Any = tree.data()
    for step in path:
        data = data[step]
    try:
        return cls.model_validate(data)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            _tell(cls, tree, error, tuple(path), findings)
        return None


_KINDS = {
    "string_type": "harus berupa teks",
    "tuple_type": "harus berupa daftar (baris-baris yang diawali `-`)",
    "list_type": "harus berupa daftar (baris-baris yang diawali `-`)",
    "dict_type": "harus berupa isian `kunci: isi`",
    "model_type": "harus berupa isian `kunci: isi`",
    "model_attributes_type": "harus berupa isian `kunci: isi`",
    "string_too_short": "tidak boleh kosong",
}


def _tell(cls: type[Shape], tree: Node, error: ErrorDetails, prefix: tuple[str | int, ...], findings: Findings) -> None:
    loc = tuple(step for step in error["loc"] if step != "[key]")
    path = (*prefix, *loc)
    kind = error["type"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "isian ini")
    if kind == "missing":
        findings.error("wajib", tree.at(path[:-1]), f"`{name}` belum ditulis", f"tambahkan baris `{name}: ...`")
    elif kind == "extra_forbidden":
        known = known_keys(cls, loc[:-1])
        findings.error("kunci-asing", tree.key_at(path), f"`{name}` tidak dikenal di sini", suggest(name, known))
    elif kind in ("literal_error", "enum"):
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "`").replace(" or ", " atau ")
        findings.error("pilihan", tree.at(path), f"`{name}: {error['input']}` tidak dikenal", f"pilih {expected}")
    elif kind in _KINDS:
        findings.error("bentuk", tree.at(path), f"`{name}` {_KINDS[kind]}", "")
    else:
        rule = kind if kind in ("bentuk", "pilihan", "angka", "tanggal", "jawaban") else "bentuk"
        findings.error(rule, tree.at(path), f"`{name}` {error['msg']}", "")


def known_keys(cls: type[Shape], loc: Sequence[str | int]) -> list[str]:
    """Give the keys that the shape knows at `loc`, for a hint."""
    shape: type[Shape] | None = cls
    for step in loc:
        if shape is None or not isinstance(step, str):
            continue
        field = shape.model_fields.get(step)
        shape = _inner_shape(field.annotation) if field else None
    return list(shape.model_fields) if shape else []


def _inner_shape(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    if typing.get_origin(annotation) in (tuple, list, dict, typing.Union, types.UnionType, Annotated):
        return next((found for part in typing.get_args(annotation) if (found := _inner_shape(part))), None)
    return None


def known_or_suggest(word: str, known: Mapping[str, object]) -> str | None:
    """Give None if `word` is known, else a hint."""
    return None if word in known else suggest(word, known)
