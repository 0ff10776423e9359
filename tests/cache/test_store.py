"""Entries come back as they went in, or not at all."""

import os
from pathlib import Path

from bukusop.cache import Store, digest

KEY = digest("x")


def entry(store: Store) -> Path:
    (path,) = [path for path in store.folder.rglob("*") if path.is_file()]
    return path


def test_what_was_put_is_got(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, b"isi")
    assert store.get(KEY) == b"isi"


def test_a_flipped_byte_is_a_miss_and_the_entry_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for place in (0, 31, 32, 40, -1):
        store.put(KEY, b"isi yang cukup panjang")
        data = bytearray(entry(store).read_bytes())
        data[place] ^= 1
        entry(store).write_bytes(data)
        assert store.get(KEY) is None
        assert not entry_exists(store)


def entry_exists(store: Store) -> bool:
    return any(path.is_file() for path in store.folder.rglob("*"))


def test_an_entry_cut_short_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"isi")
    entry(store).write_bytes(entry(store).read_bytes()[:20])
    assert store.get(KEY) is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=10 * 1032)
    keys = [digest(str(number)) for number in range(12)]
    for age, key in enumerate(keys):
        store.put(key, bytes(1000))
        os.utime(next(path for path in tmp_path.rglob(key[2:])), (1000 + age, 1000 + age))
    assert store.get(keys[0]) is not None, "used just now"
    assert store.trim() == 2
    assert [store.get(key) is None for key in keys] == [False, True, True, *[False] * 9]


def test_a_folder_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    store = Store(tmp_path / "berkas")
    store.put(KEY, b"isi")
    assert store.get(KEY) is None
    assert store.trim() == 0


def test_no_two_lists_of_pieces_are_alike() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
