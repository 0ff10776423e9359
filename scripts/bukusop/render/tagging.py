"""Mends the structure tree that WeasyPrint 70 writes, before the file is written: PDF/UA-1 wants more of lists and tables.

- A list item whose content is a block (`<li><p>`) becomes LI > P; the standard wants LI > Lbl, LBody (ISO 32000-1, 14.8.4.3.3).
- Header cells of a head with both row and column spans are counted wrongly, so that cells name the wrong headers or none.
  They are counted anew on the table's grid: a TH in THead heads its columns, any other TH its row (14.8.5.7).

Works on pydyf's plain dictionaries: in the worker, in parallel, and kept with the part.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pydyf


def mend(_: Any, pdf: Any) -> None:
    """Mend all lists and tables of a document; the signature is that of a WeasyPrint finisher."""
    for item in list(pdf.objects):
        if isinstance(item, pydyf.Dictionary):
            if item.get("S") == "/LI":
                _mend_item(pdf, item)
            elif item.get("S") == "/Table":
                _relate_cells(pdf, item)


def _element(pdf: Any, reference: Any) -> Any:
    """Follow a reference to a structure element; None for an MCID or an object reference."""
    if isinstance(reference, int):
        return None
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    found = pdf.objects[int(text.split()[0])]
    return found if isinstance(found, pydyf.Dictionary) and "S" in found else None


def _kids(pdf: Any, element: Any) -> list[Any]:
    return [kid for reference in element["K"] if (kid := _element(pdf, reference)) is not None]


def _mend_item(pdf: Any, item: Any) -> None:
    loose = [ref for ref in item["K"] if (kid := _element(pdf, ref)) is None or kid["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    bodies = [kid for kid in _kids(pdf, item) if kid["S"] == "/LBody"]
    if bodies:
        body = bodies[0]
    else:
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array([]), "Pg": item["Pg"], "P": item.reference})
        pdf.add_object(body)
    for reference in loose:
        kid = _element(pdf, reference)
        if kid is not None:
            kid["P"] = body.reference
        body["K"].append(reference)
    kept = [ref for ref in item["K"] if ref not in loose]
    item["K"] = pydyf.Array(kept if bodies else [*kept, body.reference])


def _rows(pdf: Any, table: Any) -> list[tuple[bool, list[Any]]]:
    """Give the rows of a table as (in THead, cells)."""
    rows = []
    for group in _kids(pdf, table):
        if group["S"] == "/TR":
            rows.append((False, _kids(pdf, group)))
        elif group["S"] in ("/THead", "/TBody", "/TFoot"):
            rows += [(group["S"] == "/THead", _kids(pdf, row)) for row in _kids(pdf, group)]
    return rows


def _relate_cells(pdf: Any, table: Any) -> None:
    """Give every TH its Scope and every TD the ids of its headers."""
    taken = set[tuple[int, int]]()
    columns, across = defaultdict[int, list[Any]](list), defaultdict[int, list[Any]](list)
    cells: list[tuple[Any, range, range]] = []
    for number, (head, row) in enumerate(_rows(pdf, table)):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            attributes = cell["A"]
            wide = range(column, column + int(attributes.get("ColSpan", 1)))
            high = range(number, number + int(attributes.get("RowSpan", 1)))
            taken.update((y, x) for y in high for x in wide)
            column = wide.stop
            if cell["S"] == "/TD":
                cells.append((cell, high, wide))
                continue
            attributes["Scope"] = "/Column" if head else "/Row"
            for index in wide if head else high:
                (columns if head else across)[index].append(cell["ID"])
    for cell, high, wide in cells:
        named = [identifier for y in high for identifier in across[y]] + [identifier for x in wide for identifier in columns[x]]
        unique = {identifier.string: identifier for identifier in named}
        cell["A"]["Headers"] = pydyf.Array(unique.values())
