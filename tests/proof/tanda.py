"""Signed files with one bit changed, and every other way of tampering: not one is called valid."""

import random
import tempfile
from pathlib import Path

from bukusop.sign.authority import Authority
from bukusop.sign.levels import Level
from bukusop.sign.verdict import Verdict
from bukusop.sign.verification import verify
from tests.proof.outcome import Outcome
from tests.sign.conftest import NOW, Desk, everybody
from tests.sign.verification import attacks

FLIPS = 2000
SEED = 20260203
LEVELS = (Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA)


def run() -> Outcome:
    failures: list[str] = []
    unreadable = done = 0
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Authority.create(Path(folder), everybody(NOW), NOW))
        chance = random.Random(SEED)
        for number in range(FLIPS):
            level = LEVELS[number % len(LEVELS)]
            damaged, place = attacks.flip(desk.signed(level, paraf=number % 8 > 3), chance)
            report = verify(damaged, desk.trust, moment=NOW)
            unreadable += report.verdict is Verdict.TIDAK_TERBACA
            if report.verdict not in (Verdict.TIDAK_SAH, Verdict.TIDAK_TERBACA):
                failures.append(f"{level.label}: a bit of byte {place} changed, verdict {report.verdict}: {report.summary}")
        for level in LEVELS:
            for lock in (True, False):
                for attack in attacks.APPENDED:
                    report = verify(attack(desk.signed(level, lock=lock)), desk.trust, moment=NOW)
                    done += 1
                    if report.verdict is not Verdict.TIDAK_SAH:
                        failures.append(f"{level.label}, {attack.__name__}: verdict {report.verdict}: {report.summary}")
        untouched = [verify(desk.signed(level), desk.trust, moment=NOW).verdict for level in (Level.B_LT, Level.B_LTA)]
    if untouched != [Verdict.SAH, Verdict.SAH]:
        failures.append(f"the untouched files: {untouched}")
    figures = [
        ("bits changed inside signed ranges", f"{FLIPS:,}"), ("of these, no longer readable as PDF", f"{unreadable:,}"),
        (f"tampered by {len(attacks.APPENDED)} kinds of additions", f"{done:,}"), ("not seen", str(len(failures))),
    ]
    return Outcome("Tampered signatures", figures, failures)
