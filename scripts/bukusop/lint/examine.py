"""All rules over one book, in one pass: remarks -> findings, with what the author has set and silenced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bukusop.diagnostics import Finding, Findings, Place, Severity
from bukusop.lint.reading import Reading
from bukusop.lint.rule import RULES, Edit, Remark, Rule, rule
from bukusop.lint.silence import Setting, Silence, Verdicts, settings, silences
from bukusop.load import Readings, read_text
from bukusop.paths import Project


@dataclass(slots=True)
class Examined:
    """The findings of all rules; `edits` are the safe changes that findings came with; `silenced` counts what was not told.

    Where the loader has told an error a rule is silent, for it is one mistake, but its edit serves that error.
    """

    findings: Findings = field(default_factory=Findings)
    edits: dict[Finding, tuple[Edit, ...]] = field(default_factory=dict)
    silenced: int = 0


@rule("abaikan", Severity.WARNING)
def _silences(_: Reading) -> Iterable[Remark]:
    """Pengaturan aturan harus dikenal, beralasan, dan berguna.

    Dasar: pengecualian tanpa alasan tidak dapat dipertanggungjawabkan kepada auditor, dan pengecualian yang tidak lagi berguna
    menyembunyikan kesalahan berikutnya.

    Perbaikan: tulis `abaikan: nama-aturan - alasan`; hapus pengecualian yang tidak menutupi apa pun.
    """
    return ()


def examine(project: Project, readings: Readings, told: Findings, today: date) -> Examined:
    """Try every rule on a book. `told` is what the loader found: where it spoke, the rules that follow the flow are silent."""
    texts = _texts(project, readings, told)
    errors = {(item.place.file, item.place.line): item for item in told if item.severity is Severity.ERROR}
    broken = frozenset(file for file, _ in errors)
    reading = Reading(readings, texts, today, broken)
    verdicts, wrong = _verdicts(readings, texts)
    result, used = Examined(), set[Silence | Setting]()
    for made in RULES.values():
        if made.check is not None:
            for remark in _remarks(made, reading):
                error = errors.get((remark.place.file, remark.place.line))
                if error is None:
                    _take(result, made, remark, verdicts, used)
                elif remark.edits:
                    result.edits.setdefault(error, remark.edits)
    standing: list[Silence | Setting] = [*verdicts.silences, *verdicts.settings.values()]
    idle = [item for item in standing if _idle(item, used)]
    for remark in (*wrong, *(_unused(item) for item in idle)):
        _take(result, RULES["abaikan"], remark, verdicts, used)
    return result


def _remarks(made: Rule, reading: Reading) -> list[Remark]:
    """Give what a rule says. A fault of ours in one rule must neither hide the others nor keep a book from being made."""
    assert made.check is not None
    try:
        return list(made.check(reading))
    except Exception as error:
        place = Place(reading.manifest.name, 1, 1)
        return [Remark(place, f"aturan ini tidak dapat dijalankan, karena kesalahan bukusop ({type(error).__name__}: {error})",
                       "laporkan kepada pengembang bukusop; temuan aturan lain tetap berlaku")]


def _take(result: Examined, made: Rule, remark: Remark, verdicts: Verdicts, used: set[Silence | Setting]) -> None:
    severity, setting = verdicts.severity(made.name, remark.place.file)
    if setting is not None:
        used.add(setting)
    silence = verdicts.silenced(made.name, remark.place)
    if silence is not None:
        used.add(silence)
    if severity is None or silence is not None:
        result.silenced += 1
        return
    hint = remark.hint or made.remedy.removesuffix(".")
    finding = Finding(severity, made.name, remark.place, _visible(remark.message), _visible(hint), made.basis)
    result.findings.extend([finding])
    if remark.edits:
        result.edits[finding] = remark.edits


def _visible(text: str) -> str:
    """Write what cannot be seen as its code, as the loader does: a message shows why two words that look alike differ."""
    return text if text.isprintable() else "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _idle(item: Silence | Setting, used: set[Silence | Setting]) -> bool:
    """Whether something silences nothing; a severity that is only another one is a standing choice of the office."""
    return item not in used and (isinstance(item, Silence) or item.severity is None)


def _unused(item: Silence | Setting) -> Remark:
    return Remark(item.place, f"pengecualian `{item.rule}` ini tidak menutupi temuan apa pun", "hapus pengecualian ini")


def _verdicts(readings: Readings, texts: Mapping[str, str]) -> tuple[Verdicts, list[Remark]]:
    set_, silent, wrong = list[Setting](), list[Silence](), list[Remark]()
    for source, whole in ((readings.manifest, True), *((source, False) for _, source in readings.sheets)):
        found, bad = settings(source, whole)
        set_ += found
        wrong += bad
    for name, text in texts.items():
        if "abaikan:" in text:
            lines, bad = silences(name, text)
            silent += lines
            wrong += bad
    return Verdicts.of(set_, silent), wrong


def _texts(project: Project, readings: Readings, told: Findings) -> dict[str, str]:
    """Read the sources once more, as text; not the chapters that the loader called too long to be read."""
    large = {item.place.file for item in told if item.rule == "besar"}
    sources = [readings.manifest, *([readings.register] if readings.register else [])]
    sources += [source for _, source in readings.sheets]
    sources += [source for _, _, source in readings.decrees]
    sources += [source for _, _, source in readings.chapters if source.name not in large]
    found = {source.name: read_text(project, project.root / source.name, Findings()) for source in sources}
    return {name: text for name, text in found.items() if text is not None}
