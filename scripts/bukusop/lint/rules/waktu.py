"""Rules on time: how long steps take."""

from __future__ import annotations
