"""Parts made by a Dask cluster on loopback: the same bytes, even if a worker dies in the middle."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import command, environment

PATIENCE = 120
"""Seconds after which something that should have come is said to be missing."""


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(),
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Give the address of a scheduler, and its two workers."""
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(process(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter",
            "--scheduler-file", str(file),
        ))
        address = wait_for(lambda: json.loads(file.read_text())["address"] if file.exists() else None)
        workers = [
            stack.enter_context(process(
                "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
                "--local-directory", str(tmp_path / f"worker-{number}"),
            ))
            for number in range(2)
        ]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield address.removeprefix("tcp://"), workers


def wait_for(look: Callable[[], str | None]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = look()
        except ValueError:
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("nothing came")


def made(folder: Path, *arguments: str) -> bytes:
    shutil.rmtree(folder / "build", ignore_errors=True)
    subprocess.run([*command(), "book", *arguments], cwd=folder, env=environment(), check=True, capture_output=True)
    return (folder / "build" / "buku.pdf").read_bytes()


def test_same_bytes_from_a_cluster_and_after_a_death(
    project_copy: Callable[[str], Path], cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    folder = project_copy("kecil")
    address, workers = cluster
    local = made(folder)
    assert made(folder, "--executor", f"dask://{address}") == local

    shutil.rmtree(folder / "build")
    run = subprocess.Popen(
        [*command(), "book", "--executor", f"dask://{address}"], cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline().startswith("[1/")
    workers[0].send_signal(signal.SIGKILL)
    rest = run.stdout.read()
    assert run.wait(PATIENCE) == 0, rest
    assert (folder / "build" / "buku.pdf").read_bytes() == local


def test_no_cluster_there(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    done = subprocess.run(
        [*command(), "book", "--executor", "dask://127.0.0.1:9"], cwd=folder, env=environment(), check=False,
        capture_output=True, text=True,
    )
    assert done.returncode == 2
    assert "tidak dapat dihubungi" in done.stderr
    assert "Traceback" not in done.stderr
