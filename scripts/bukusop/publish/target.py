"""What every kind of target can do. In: a tree that the gate let through. Out: the same tree, seen by visitors; or the old one, whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bukusop.publish.tree import Plan, Tree

Tell = Callable[[int, int, str], None]
"""Files done, files in all, the name of the one just done."""


class Target(Protocol):
    """A place where the site is published. Every method raises Refusal with a sentence; the old site then still works."""

    def plan(self, tree: Tree) -> Plan:
        """Say what publishing would change; nothing is touched."""

    def carry_out(self, plan: Plan, tell: Tell) -> None:
        """Publish what was planned, and see that it arrived with the same bytes. May follow a run that was killed at any point."""

    def rollback(self) -> None:
        """Show again what was shown before the last publication."""
