"""What graphs ask of their tables, remembered: counting their lanes costs more than writing the HTML of the sheet."""

from __future__ import annotations

import json

from bukusop.cache import Identity, Store, digest
from bukusop.flowchart import Demand, Graph, estimate


class Remembered:
    """`flowchart.estimate` with a memory on disk."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self._store, self._alat = store, identity.alat

    def __call__(self, graph: Graph) -> Demand:
        """Give the estimate of a graph."""
        key = digest("ukuran", self._alat, repr(graph))
        data = self._store.get(key)
        if data is not None:
            rows, columns = json.loads(data)
            return Demand(tuple(rows), tuple(columns))
        found = estimate(graph)
        self._store.put(key, json.dumps([found.rows, found.columns]).encode())
        return found
