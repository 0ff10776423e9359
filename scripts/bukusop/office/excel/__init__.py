"""Excel, both ways: `sheetwrite` writes what `sheetread` reads again, in the form of `layout` and the words of `notation`; a stranger's
workbook is read by `sheetfile`, `sheettables` and `sheetdrawing` into the values of `foreign.raw`. `workbook` chooses. Door: openpyxl.
"""
