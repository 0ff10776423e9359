"""The whole way on one screen: what a command does, pass after pass.

    load      sources -> Book, findings                      (load/)
    examine   Book and sources -> findings of the rules      (lint/)
    plan      Book -> list of parts                          (render/parts.py)
    render    part -> pages, flowchart, PDF; in processes    (render/)
    press     its PDF -> fragment; in the same processes     (assemble/press.py)
    number    page counts -> page numbers                    (assemble/numbering.py)
    contents  page numbers -> daftar isi, rendered last      (render/contents.py)
    assemble  fragments -> one tagged PDF, as it is written  (assemble/)
    write     a file, whole or not at all                    (paths.py)

One file per kind of result: `book` (and the passes it shares), `sheets`, `review`, `web`, `office` (Word), `exchange` (Excel) and
`intake` (import); `sources` is how each begins. The last three are imported from their own files, for what they bring along.
Nothing here prints: progress is told to a callback, findings are values.
"""

from bukusop.pipeline.book import LOCAL, How, Made, Progress, bind, kept_donor, make_book, render_parts, sheet_pdf, with_contents
from bukusop.pipeline.review import Checked, Fixed, check, fix
from bukusop.pipeline.sheets import draw_sop, flow_json, make_monev, make_sop, write_flow
from bukusop.pipeline.sources import build_time, read, read_sources, write_schemas
from bukusop.pipeline.web import SiteMade, make_publishable, make_site, statistics, write_statistics

__all__ = [
    "LOCAL", "Checked", "Fixed", "How", "Made", "Progress", "SiteMade", "bind", "build_time", "check", "draw_sop", "fix", "flow_json",
    "kept_donor", "make_book", "make_monev", "make_publishable", "make_site", "make_sop", "read", "read_sources", "render_parts",
    "sheet_pdf", "statistics", "with_contents", "write_flow", "write_schemas", "write_statistics",
]
