"""Rules on the book as a whole: Keputusan, chapters, master list, links."""

from __future__ import annotations
