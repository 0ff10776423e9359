"""Files beside the book: one sheet, its flowchart alone, the forms of monitoring and evaluation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from bukusop import assemble, cache, flowchart, render
from bukusop.diagnostics import UsageError
from bukusop.flowchart import svg
from bukusop.paths import Project, write_whole, writing
from bukusop.pipeline.book import Made, Progress, bind, kept_donor, sheet_pdf
from bukusop.pipeline.sources import known_sop, read


def make_sop(project: Project, id_: str, when: datetime) -> Made:
    """Make `build/sop/ID.pdf`, one sheet as its own file. Raises UsageError for an unknown id, SourceError as above."""
    book, findings = read(project)
    sop = known_sop(book, id_)
    scene = render.Scene(book, render.Templates.read(project.templates), links=False)
    spec = replace(next(spec for spec in render.plan(book) if spec.jenis is render.Jenis.LEMBAR and spec.key == id_), level=1)
    part = render.render(scene, spec)
    path = project.build / "sop" / f"{id_}.pdf"
    write_whole(path, sheet_pdf(scene, assemble.press(spec, part), when, sop.nama, cache.store_of(project)))
    return Made(path, part.pages, findings)


def make_monev(project: Project, id_: str, when: datetime, progress: Progress, month: date | None = None) -> Made:
    """Make the forms of monitoring and evaluation: `build/monev/ID.pdf` of one SOP, `build/monev.pdf` of all.

    With `month` (its first day) only of those that fall due in it: `build/monev-2026-08.pdf`. Raises as `make_sop`.
    """
    book, findings = read(project)
    sops = (known_sop(book, id_),) if id_ else book.sops
    chosen = render.Chosen.due_in(sops, month) if month else render.Chosen(sops, sops, when.date())
    if month and not chosen.dipantau:
        raise UsageError(f"tidak ada yang jatuh tempo pada bulan {month:%Y-%m}")
    scene = render.Scene(book, render.Templates.read(project.templates), links=False)
    bindery, pages, total = assemble.Bindery(), 0, 1 + len({sop.bidang for sop in chosen.dievaluasi})
    for rank, (spec, part) in enumerate(render.forms(scene, chosen, single=bool(id_))):
        bindery.take(rank, assemble.press(spec, part))
        pages += part.pages
        progress(rank + 1, total, spec.title)
    title = f"Pemantauan dan Evaluasi SOP {sops[0].nama}" if id_ else "Pemantauan dan Evaluasi SOP"
    name = f"monev/{id_}" if id_ else "monev"
    path = project.build / f"{name}{f'-{month:%Y-%m}' if month else ''}.pdf"
    with writing(path) as file:
        bind(bindery, file, book, when, kept_donor(cache.store_of(project), render.donor), title)
    return Made(path, pages, findings)


def draw_sop(project: Project, id_: str) -> flowchart.Drawing:
    """Give the flowchart of a sheet exactly as the sheet shows it. Raises as `make_sop`."""
    book, _ = read(project)
    return render.sheet(render.Scene(book, render.Templates.read(project.templates), links=False), known_sop(book, id_)).drawing


def flow_json(project: Project, id_: str) -> str:
    """Give the geometry of a flowchart as JSON text; see `flowchart.to_json`."""
    return json.dumps(flowchart.to_json(id_, draw_sop(project, id_)), ensure_ascii=False, indent=1) + "\n"


def write_flow(project: Project, id_: str) -> list[str]:
    """Write a free-standing SVG per page of a flowchart; give their names."""
    names = []
    for page in draw_sop(project, id_).pages:
        title = f"Bagan alir {id_}, halaman {page.page}"
        path = project.build / "flow" / f"{id_}-{page.page}.svg"
        write_whole(path, svg.write(page, title).encode())
        names.append(project.name(path))
    return names
