"""Parts made ready for binding: the same bytes each time, renumbered right wherever they come to stand, never held."""

import hashlib
import pickle
import re
import subprocess
import sys
import tracemalloc
from array import array
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, Pdf, Stream, String

from bukusop.assemble import AssembleError, Bindery, FolioStyle, Part, assemble, prepare
from bukusop.assemble.fragment import Fragment, Text, unpack
from bukusop.assemble.objects import Holes, Roots, write
from tests.assemble.sample_parts import METADATA, opened
from tests.assemble.structure_check import problems
from tests.conftest import environment


def bound(fragments: list[bytes], donor: bytes, order: list[int] | None = None, read: Callable[[int], bytes] | None = None) -> bytes:
    bindery, target = Bindery(), BytesIO()
    for rank in order or range(len(fragments)):
        bindery.take(rank, fragments[rank], (lambda rank=rank: read(rank)) if read else None)  # type: ignore[misc]
    bindery.bind(target, donor, FolioStyle(form="- {n} -"), METADATA)
    return target.getvalue()


def test_the_same_part_gives_the_same_fragment(parts: list[Part]) -> None:
    assert [prepare(part) for part in parts] == [prepare(part) for part in parts]


def test_the_order_of_taking_does_not_show(book: bytes, parts: list[Part], donor: bytes) -> None:
    fragments = [prepare(part) for part in parts]
    assert bound(fragments, donor) == bound(fragments, donor, [3, 0, 5, 1, 4, 2]) == book


def test_a_fragment_comes_back_from_its_bytes(parts: list[Part]) -> None:
    for part in parts:
        assert unpack(prepare(part)).pack() == prepare(part)


def test_what_is_not_a_fragment_is_refused(parts: list[Part]) -> None:
    data = prepare(parts[5])
    for spoilt in (b"", b"%PDF-1.7\n", data[:-1], data + b"x", data[data.index(b"\n") :]):
        with pytest.raises(AssembleError):
            unpack(spoilt)


def test_a_fragment_that_changed_meanwhile_is_refused(parts: list[Part], donor: bytes) -> None:
    fragments = [prepare(part) for part in parts]
    other = [*fragments[:5], prepare(replace(parts[5], folio="arab"))]
    with pytest.raises(AssembleError, match="no longer"):
        bound(fragments, donor, read=other.__getitem__)
    assert bound(fragments, donor, read=fragments.__getitem__) == bound(fragments, donor)


def described(obj: Object, seen: dict[tuple[int, int], int], depth: int = 0) -> object:
    """An object as plain values: numbers of objects replaced by the order in which they are met, keys of the book left out."""
    if isinstance(obj, (Array, Dictionary, Stream)) and obj.is_indirect:
        if obj.objgen in seen:
            return f"again {seen[obj.objgen]}"
        seen[obj.objgen] = len(seen)
    if isinstance(obj, Array):
        return [described(item, seen, depth + 1) for item in obj]
    if isinstance(obj, (Dictionary, Stream)):
        values = {
            key: described(value, seen, depth + 1) for key, value in sorted(obj.items())
            if key not in ("/StructParents", "/StructParent", "/Font", "/Parent", "/P" if depth == 0 else "")
        }
        return (values, obj.read_raw_bytes()) if isinstance(obj, Stream) else values
    return bytes(obj) if isinstance(obj, String) else str(obj)


def test_a_part_is_the_same_wherever_it_stands(parts: list[Part], donor: bytes) -> None:
    """The trees of a part that stands alone and of one that stands last, after thousands of other objects, are the same."""
    part = replace(parts[3], folio="tanpa")
    elsewhere = {"sop-02": "https://contoh.go.id/"}
    many = [replace(parts[5], id=f"p-{number:03}") for number in range(120)]
    alone, last = assemble([part], donor, FolioStyle(), METADATA, elsewhere=elsewhere), assemble(
        [*many, part], donor, FolioStyle(), METADATA, elsewhere=elsewhere
    )
    trees = [opened(pdf).Root.StructTreeRoot.K[0].K for pdf in (alone, last)]
    seen: list[object] = []
    for tree in trees:
        (*_, top) = tree
        seen.append(described(top, {}))
    assert seen[0] == seen[1]
    assert problems(last) == []


def edited(data: bytes, change: Callable[[Fragment], Fragment]) -> bytes:
    return change(unpack(data)).pack()


def other_reference(fragment: Fragment) -> Fragment:
    """Let the top of the tree refer to the neighbour of one of its kids."""
    holes = array("I", fragment.main.holes)
    place = fragment.starts[fragment.ties.top] - 1      # the object after the top: its predecessor's last hole
    at = next(index for index in range(place, 0, -1) if index not in fragment.starts and 1 < holes[index] <= fragment.ties.main)
    holes[at] -= 1
    return replace(fragment, main=Text(fragment.main.text, holes))


def no_key(fragment: Fragment) -> Fragment:
    """Shift the ParentTree keys of the part by one."""
    return replace(fragment, ties=replace(fragment.ties, keys=[(hole, key + 1) for hole, key in fragment.ties.keys]))


@pytest.mark.parametrize("fault", [other_reference, no_key])
def test_planted_faults_are_seen(parts: list[Part], donor: bytes, fault: Callable[[Fragment], Fragment]) -> None:
    fragments = [prepare(part) for part in parts]
    fragments[2] = edited(fragments[2], fault)
    assert problems(bound(fragments, donor)) != []


def test_an_object_that_is_not_written_is_noticed(parts: list[Part], donor: bytes) -> None:
    def more(fragment: Fragment) -> Fragment:
        return replace(fragment, starts=fragment.starts[:-1])

    with pytest.raises(AssembleError, match="not written"):
        bound([edited(prepare(parts[5]), more)], donor)


def test_text_in_strings_and_streams_is_left_alone() -> None:
    odd = "(12 0 R) \\ /bukusop.hole.1 <34 0 R> \n) 5 0 obj endobj"
    pdf = Pdf.new()
    pdf.add_blank_page()
    inside = pdf.make_stream(b"12 0 R stream\nendstream endobj 5 0 obj")
    holes = Holes()
    hole, stand_in = holes.new()
    obj = pdf.make_indirect(Dictionary(A=String(odd), B=inside, C=Array([7, 0, 1]), D=Name("/R"), E=stand_in, F=String(bytes(range(256)))))
    roots = Roots(pdf)
    roots.add(obj)
    objects, numbers = write(pdf, roots)
    written = objects[numbers[0]]
    assert [number for number in written.holes if number < 0] == [-hole]
    (below,) = written.below
    assert objects[below].data is not None
    text = b"".join(Text(written.text, range(len(written.holes))).fill([b"%d" % number for number in (99, 98)]))
    assert re.search(rb"/B 99 0 R", text)
    assert re.search(rb"/E 98", text)
    read = Object.parse(text.replace(b"99 0 R", b"null"))
    assert str(read.A) == odd
    assert bytes(read.F) == bytes(range(256))


def test_binding_holds_one_part_at_a_time(parts: list[Part], donor: bytes) -> None:
    """What binding needs at most grows by little for each part: by its heads and numbers, not by its pages."""
    class Sink(BytesIO):
        def write(self, data: object) -> int:
            return len(data)  # type: ignore[arg-type]

    size = 0
    peaks = []
    for count in (20, 120):
        bindery = Bindery()
        fragments = [prepare(replace(parts[2], id=f"p-{number:03}", outline=())) for number in range(count)]
        for rank, data in enumerate(fragments):
            bindery.take(rank, data, partial_copy(data))
            size = max(size, len(data))
        tracemalloc.start()
        bindery.bind(Sink(), donor, FolioStyle(), METADATA)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / 100 < size / 4


def partial_copy(data: bytes) -> Callable[[], bytes]:
    """Give the bytes anew each time, as a store does."""
    return lambda: bytes(bytearray(data))


def test_another_process_gives_the_same_fragments(parts: list[Part], tmp_path: Path) -> None:
    """Sets are in another order there."""
    place = tmp_path / "parts"
    place.write_bytes(pickle.dumps(parts))
    program = (
        "import hashlib, pickle, sys; from pathlib import Path; from bukusop.assemble import prepare\n"
        "print([hashlib.sha256(prepare(part)).hexdigest() for part in pickle.loads(Path(sys.argv[1]).read_bytes())])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, place], env=environment() | {"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout for seed in "123"
    }
    assert found == {f"{[hashlib.sha256(prepare(part)).hexdigest() for part in parts]}\n"}


def with_file(part: Part, text: bytes) -> Part:
    pdf = opened(part.pdf)
    pdf.attachments["data.csv"] = AttachedFileSpec(pdf, text, mime_type="text/csv")
    target = BytesIO()
    pdf.save(target)
    return replace(part, pdf=target.getvalue())


def test_fields_and_files_of_equal_names_are_all_kept(parts: list[Part], donor: bytes) -> None:
    signed, plain = parts[4], parts[5]
    three = [signed, replace(signed, id="kedua"), with_file(plain, b"a;b"), with_file(replace(plain, id="lagi"), b"c;d")]
    pdf = opened(assemble(three, donor, FolioStyle(), METADATA, elsewhere={"daftar-isi": "", "sop-01": ""}))
    fields = list(pdf.Root.AcroForm.Fields)
    assert [str(item.T) for item in fields] == ["ttd_kepala", "kedua--ttd_kepala"]
    widgets = [annotation.objgen for page in pdf.pages for annotation in page.obj.get("/Annots", ()) if annotation.Subtype == Name.Widget]
    assert [item.objgen for item in fields] == widgets
    owners = [kid for kid in pdf.objects if isinstance(kid, Dictionary) and kid.get("/S") == Name.Form]
    assert [owner.K.Obj.objgen for owner in owners] == widgets
    files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert files == {"data.csv": b"a;b", "lagi--data.csv": b"c;d"}
    assert len(pdf.Root.AF) == 2
