"""Rules on words: how things are written."""

from __future__ import annotations
