"""Check boxes that the templates put into places of signature -> empty signature fields, before the file is written.

WeasyPrint has no signature fields. A check box is a widget without a font; here it becomes `/Sig` (ISO 32000-1, 12.7.4.5) with
the same place, name, description and structure element, blank and without a value, as PDF/A-3 (6.3.3) and PDF/UA-1 (7.18.4)
want it. The first revision then holds all that signing would have to add, so that nothing but signatures changes afterwards.
"""

from __future__ import annotations

from typing import Any

import pydyf

LOCKING = "ttd_"
"""Fields so named close the document when they are signed."""
_PRINT, _LOCKED = 4, 128
_SIGNATURES_EXIST, _APPEND_ONLY = 1, 2


def sign_here(_: Any, pdf: Any) -> None:
    """Turn all widgets of a document into signature fields; the signature is that of a WeasyPrint finisher."""
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    for item in list(pdf.objects):
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("Subtype") == "/Widget":
            _to_signature(pdf, item)
        elif item.get("S") == "/Form" and isinstance(item["K"], list):
            (item["K"],) = item["K"]    # pyHanko knows a widget that is the only kid, not one in a list
    form["SigFlags"] = _SIGNATURES_EXIST | _APPEND_ONLY
    for key in ("NeedAppearances", "DR"):
        form.pop(key, None)


def _to_signature(pdf: Any, widget: Any) -> None:
    (appearance,) = widget["AP"]["N"].values()
    blank = pdf.objects[int(appearance.split()[0])]
    blank.stream.clear()
    blank.extra["Resources"] = pydyf.Dictionary()    # it would hold the fonts of the page
    for key in ("V", "AS", "MK", "Border"):
        widget.pop(key, None)
    x0, y0, x1, y1 = widget["Rect"]
    widget.update({
        "FT": "/Sig", "F": _PRINT | _LOCKED, "AP": pydyf.Dictionary({"N": appearance}),
        "Rect": pydyf.Array([min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]),
    })
    if widget["T"].string.startswith(LOCKING):
        lock = pydyf.Dictionary({"Type": "/SigFieldLock", "Action": "/All", "P": 1})
        pdf.add_object(lock)
        widget["Lock"] = lock.reference
