"""Active verbs of official Indonesian: telling them, and building them from passive verbs, nouns and bare stems."""

from __future__ import annotations

import re

from bukusop.lint.words import ACTIVE, ACTIVE_OF, BASE_VERBS, NOT_VERBS, PASSIVE

_ACTIVE = re.compile(r"^(?:me(?:m[bpfv]|n[cdjzts]|n[aiueo]|ng[a-z]|ny[aiueo]|m[aiueo]|[lrwy])|ber|be(?=kerja|lajar))[a-z-]{2,}$")
_PASSIVE = re.compile(r"^di[a-z]{3,}$")
_NOT_PASSIVE = frozenset({"dinas", "disposisi", "diskusi", "divisi", "digital", "direktur", "direktorat", "diklat", "dinamika", "disiplin",
                          "distribusi", "dialog", "diagram", "distributor", "diskon", "dirinya", "dini", "dimensi", "diploma"})
_CLUSTERS = ("pr", "pl", "tr", "st", "sp", "sk", "kl", "kr", "sw", "ps", "per")


def is_active(word: str) -> bool:
    """Whether a word of small letters is an active verb, as far as its form tells."""
    return word in BASE_VERBS or (word not in NOT_VERBS and _ACTIVE.match(word) is not None)


def is_passive(word: str) -> bool:
    """Whether a word of small letters is a passive verb, as far as its form tells."""
    return word not in _NOT_PASSIVE and _PASSIVE.match(word) is not None


def active_form(word: str) -> str:
    """Build the active verb from a passive verb, a known noun or a known bare stem (small letters); "" where that is not sure."""
    if word in ACTIVE_OF:
        return ACTIVE_OF[word]
    if is_passive(word):
        return _with_prefix(word.removeprefix("di"))
    return _KNOWN.get(word, "")


def _with_prefix(stem: str) -> str:
    """Put me- before a stem; its first letter decides how (TBBI: k, p, s, t fall away, but not in clusters)."""
    if f"di{stem}" in PASSIVE:
        return PASSIVE[f"di{stem}"]
    first = stem[0]
    if first in "bfv" or (first == "p" and stem.startswith(_CLUSTERS)):
        return f"mem{stem}"
    if first in "cdjz" or (first in "st" and stem.startswith(_CLUSTERS)):
        return f"men{stem}"
    if first in "gh" or (first == "k" and stem.startswith(_CLUSTERS)):
        return f"meng{stem}"
    if first in "pstk":
        return {"p": "mem", "s": "meny", "t": "men", "k": "meng"}[first] + stem[1:]
    return (f"meng{stem}" if first in "aiueo" else f"me{stem}") if first.isalpha() else ""


def _nouns(verb: str) -> set[str]:
    """Give the nouns pe-...-an that a verb may have: menyerahkan -> penyerahan."""
    stem = "pe" + verb.removeprefix("me")
    return {f"{bare}an" for bare in (stem, stem.removesuffix("kan"), stem.removesuffix("i"))}


def _stems(verb: str) -> set[str]:
    """Give the bare stems that become this verb: menerima -> terima."""
    found = {verb[len(begin) :] for begin in ("me", "mem", "men", "meng") if verb.startswith(begin)}
    fallen = (("p", "mem"), ("t", "men"), ("k", "meng"), ("s", "meny"))
    found |= {letter + verb[len(begin) :] for letter, begin in fallen if verb.startswith(begin)}
    return {stem for stem in found if stem and _with_prefix(stem) == verb}


_KNOWN = {form: verb for verb in sorted(sorted(ACTIVE), key=len, reverse=True) for form in _nouns(verb) | _stems(verb)}
