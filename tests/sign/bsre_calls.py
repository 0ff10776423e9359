"""Calls of the eSign Client Service in tests: documents go to the simulator, and no secret stands in anything that comes of it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from pyhanko.pdf_utils.reader import PdfFileReader

from bukusop.sign.bsre import Bsre
from bukusop.sign.bsre.placement import Placement
from bukusop.sign.bsre.reply import ExpectedSigner
from bukusop.sign.credentials import open_signatory
from bukusop.sign.faults import SignError
from bukusop.sign.levels import Level
from bukusop.sign.orders import Order
from bukusop.sign.passphrase import Kind, Need, Secret
from tests.sign.bsre_simulator import BASIC, CODE, KEY, NIK, PASSWORD, USER, Simulator, bench
from tests.sign.verification.pages import small_pdf

HEAD = ExpectedSigner(marks=("19700101 199503 1 001",))
ORDER = Order("ttd_kepala", "Drs. Contoh Kepala, M.Si.", "Pengesahan", "Contoh", Level.B_LTA)
SECRETS = {Kind.PASSWORD: PASSWORD, Kind.IDENTITY: NIK, Kind.PASSPHRASE: KEY, Kind.OTP: CODE}
TRACES = [PASSWORD, NIK, KEY, CODE, BASIC, BASIC.split()[1], base64.b64encode(KEY.encode()).decode()]
SEAL_MM = Placement(page=2, left=20, top=30, width=40, height=15)

Provide = Callable[[Need], Secret]


def secrets(**other: str) -> Provide:
    return lambda need: Secret({**SECRETS, **{Kind[name]: text for name, text in other.items()}}[need.kind])


def run(sim: Simulator, *documents: bytes, provide: Provide | None = None, level: Level = Level.B_LTA, **source: Any) -> list[bytes]:
    """Sign documents one after another; gives what came of them, or raises what went wrong first."""

    async def scenario() -> list[bytes]:
        async with sim.running() as url, opened(sim, url, provide or secrets(), **source) as signatory:
            order = Order(ORDER.field, ORDER.name, ORDER.reason, ORDER.location, level)
            return [await signatory.sign(pdf, order) for pdf in documents]

    done = asyncio.run(scenario())
    assert [trace for trace in TRACES for pdf in done if trace.encode() in pdf] == []
    return done


def opened(sim: Simulator, url: str, provide: Provide, session: ClientSession | None = None, **source: Any) -> Any:
    settings = {"signer": HEAD, "seconds": 30.0, "growth": 1 << 20, **source}
    return open_signatory(Bsre(url, USER, **settings), provide, bench(sim.desk), session, lambda: sim.desk.now)


def refusal(sim: Simulator, *documents: bytes, **more: Any) -> SignError:
    """Give what was said when a document was not signed, seen to hold no secret anywhere in its chain."""
    with pytest.raises(SignError) as caught:
        run(sim, *(documents or (small_pdf(),)), **more)
    told = "\n".join(every_word(caught.value))
    assert [trace for trace in TRACES if trace in told] == []
    return caught.value


def every_word(error: BaseException | None) -> Iterator[str]:
    """Give the texts of an exception and of all that stand behind it."""
    if error is not None:
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)), repr(getattr(error, "__notes__", "")))
        yield from every_word(error.__cause__)
        yield from every_word(error.__context__)


def signatures(pdf: bytes) -> list[tuple[str, str]]:
    return [(str(item.sig_object_type), item.field_name) for item in PdfFileReader(BytesIO(pdf), strict=True).embedded_signatures]
