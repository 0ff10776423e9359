"""What the loader tells while it reads: errors with which no book can be made."""

from __future__ import annotations
