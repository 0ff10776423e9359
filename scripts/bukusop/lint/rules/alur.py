"""Rules on the flow: steps, answers, actors."""

from __future__ import annotations
