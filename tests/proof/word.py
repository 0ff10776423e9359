"""Generated SOPs, and those of the model book in every manner, through documents of Word and back: the same SOPs, flow included."""

from concurrent.futures import ProcessPoolExecutor

from bukusop.load import profile_names
from bukusop.paths import Project
from tests.conftest import ROOT
from tests.office.word import changed, faults
from tests.proof.outcome import Outcome

COUNT = 2000
BATCH = 25
OWN = 46
SHARE = 12
"""SOPs of the model book that are one piece of work."""


def run() -> Outcome:
    names = profile_names(Project(ROOT))
    work = [(name, slice(first, first + SHARE)) for name in names for first in range(0, OWN, SHARE)]
    with ProcessPoolExecutor(2) as pool:
        own = [text for result in pool.map(changed, *zip(*work, strict=True)) for text in result]
        batches = [range(first, first + BATCH) for first in range(0, COUNT, BATCH)]
        made = [text for result in pool.map(faults, batches) for text in result]
    figures = [(f"SOPs of the model book, to .docx and back by way of YAML, each in {len(names)} manners", f"{OWN * len(names):,}"),
               ("of these SOPs that differ", str(len(own))),
               ("generated SOPs, in these manners in turn", f"{COUNT:,}"), ("of these SOPs that differ", str(len(made)))]
    return Outcome("Documents of Word", figures, [*own, *made])
