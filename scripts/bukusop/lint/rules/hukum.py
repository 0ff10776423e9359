"""Rules on law: citations and the register of regulations."""

from __future__ import annotations
