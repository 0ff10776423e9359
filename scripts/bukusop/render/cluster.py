"""A Dask cluster as an executor of parts; the one door to `distributed`, which the extra `[cluster]` installs.

Every worker needs bukusop, the same libraries and the same fonts; then the parts have the bytes they have here. A worker that
dies in the middle is replaced by another one: Dask itself gives its parts out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bukusop import flowchart
from bukusop.diagnostics import UsageError
from bukusop.render.scene import Scene
from bukusop.render.workers import Press, Team

_PATIENCE = "10s"
"""How long a scheduler may take to answer the first call."""


@contextmanager
def cluster(scene: Scene, address: str, press: Press) -> Iterator[Team]:
    """Give the workers of the cluster whose scheduler listens at "HOST:PORT". Raises UsageError where there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("gugus Dask memerlukan pustaka tambahan: .venv/bin/pip install -c scripts/constraints.txt distributed") from None
    try:
        client: Any = Client(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"gugus Dask di {address} tidak dapat dihubungi ({type(error).__name__})") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise UsageError(f"gugus Dask di {address} tidak mempunyai pekerja")
        # The memory of the estimates is a folder of this machine.
        handle = client.scatter(replace(scene, estimates=flowchart.estimate), broadcast=True)
        yield Team(client.get_executor(pure=False), handle, press)
