"""Out to Word: `book` puts sections together from `prose`, `decree` and `sheet` (its drawing: `shapes`); `document`, `styles`, `tables`,
`frames`, `grid`, `hyphens`, `picture` and `watermark` are what they write with. Doors: python-docx, lxml.
"""

from bukusop.office.word.book import write_book, write_sheet

__all__ = ["write_book", "write_sheet"]
