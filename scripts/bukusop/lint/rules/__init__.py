"""The rules, a module per subject; importing this registers them all, in this order."""

from bukusop.lint.rules import alur, buku, hukum, identitas, susunan, teks, waktu

__all__ = ["alur", "buku", "hukum", "identitas", "susunan", "teks", "waktu"]
