"""Word and Excel: out as documents that look like the PDF, in as drafts of SOPs. Doors: python-docx, openpyxl, lxml.

Out: `book` puts sections together from `prose`, `decree` and `sheet` (drawing: `shapes`); `document`, `styles`, `tables`, `frames` and
`picture` are what they write with. In, in two steps: a file's own things (`raw`: `wordfile`, `sheetfile`, `plaintables`; safely opened
by `package`), then drafts of SOPs (`draft`: `recognise`, and `sheetread` for workbooks of ours), which `yamlfile` writes as a person
would. `workbook` is Excel, both ways.
"""

from bukusop.office.book import write_book, write_sheet

__all__ = ["write_book", "write_sheet"]
