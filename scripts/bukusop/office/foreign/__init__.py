"""The first step of an import: the bytes of a file of any origin -> its own things (`raw`), with no idea of an SOP.

`package` opens what is really a package, `bounds` does it in a child that may take so much and no more, `convert` has older formats
rewritten. `wordfile` reads Word (words: `wordtext`, `wordtable`, `wordstyles`; drawings: `drawn`, `vml`, `hanging`, `outline`, `plane`).
"""
