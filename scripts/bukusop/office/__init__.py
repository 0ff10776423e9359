"""Word and Excel: out as documents that look like the PDF, in as drafts of SOPs. Doors: python-docx, openpyxl, lxml.

Out: `word`. Both ways: `excel`. In, in two steps: `foreign` understands files, `drafting` SOPs. `plaintables` reads Markdown and CSV.
"""
