"""What was made before, and whether it still holds: entries by content, the identity of tool and fonts, a record per file made.

Standard library only and quick to import: a run in which nothing changed loads nothing else.
"""

from bukusop.cache.identity import Identity, identify
from bukusop.cache.record import Record, inputs, recall, remember
from bukusop.cache.store import Store, digest, store_of

__all__ = ["Identity", "Record", "Store", "digest", "identify", "inputs", "recall", "remember", "store_of"]
