"""Findings -> text for people, a line each for editors, JSON for programs, SARIF 2.1.0 for code hosts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from bukusop import __version__
from bukusop.cli.report import STYLE, count, excerpt
from bukusop.diagnostics import Finding, Severity
from bukusop.lint import RULES, Rule

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_GUIDE = "docs/aturan.md"


def show(findings: Sequence[Finding], silenced: int, form: str) -> None:
    """Print findings as `text`, `short`, `json` or `sarif`. What programs read is echoed as it is: rich would draw `:100:` as a picture."""
    if form == "text":
        _show_text(findings, silenced)
    elif form == "short":
        for item in findings:
            click.echo(f"{item.place}: {item.severity}: {item.message} [{item.rule}]")
    else:
        values = as_sarif(findings) if form == "sarif" else as_json(findings, silenced)
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))


def _show_text(findings: Sequence[Finding], silenced: int) -> None:
    """Print findings by file; why a rule is there is told once, at its first finding."""
    console = Console(soft_wrap=True, highlight=False)
    told: set[str] = set()
    file = ""
    for item in findings:
        if item.place.file != file:
            file = item.place.file
            console.print(Text(f"\n{file}" if told else file, style="bold"))
        where = f"{item.place.line}:{item.place.column}" if item.place.line else "berkas"
        console.print(Text.assemble(
            f"  {where}: ", (str(item.severity), STYLE[item.severity]), f": {item.message} ", (f"[{item.rule}]", "dim"),
        ))
        lines = excerpt(item)
        if lines:
            console.print(Text(lines, style="dim"))
        if item.hint:
            console.print(Text(f"      {item.hint}"))
        if _basis(item) and item.rule not in told:
            console.print(Text(f"      dasar: {_basis(item)}", style="dim"))
        told.add(item.rule)
    if findings:
        console.print()
    console.print(Text(summary(findings, silenced)))


def summary(findings: Sequence[Finding], silenced: int) -> str:
    """Say how much was found."""
    files = len({item.place.file for item in findings})
    said = f"{count(findings)} dalam {files} berkas" if findings else "Tidak ada temuan"
    return f"{said}; {silenced} dikecualikan dengan alasan" if silenced else said


def as_json(findings: Sequence[Finding], silenced: int) -> dict[str, Any]:
    """Give `temuan` (with file, line, column, rule, severity, message, hint, basis), and the counts."""
    return {
        "versi": 1,
        "temuan": [
            {
                "berkas": item.place.file, "baris": item.place.line, "kolom": item.place.column, "aturan": item.rule,
                "tingkat": item.severity.value, "pesan": item.message, "perbaikan": item.hint, "dasar": _basis(item),
            }
            for item in findings
        ],
        "jumlah": {severity.value: sum(item.severity is severity for item in findings) for severity in Severity},
        "dikecualikan": silenced,
    }


def _basis(item: Finding) -> str:
    """Give what a finding rests on; the loader's say nothing of it themselves."""
    return item.why or (RULES[item.rule].basis if item.rule in RULES else "")


def as_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give a SARIF 2.1.0 log of one run (OASIS standard); places are of the project folder, columns count code points."""
    used = list(dict.fromkeys(item.rule for item in findings))
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "bukusop", "version": __version__, "rules": [_sarif_rule(name, RULES.get(name)) for name in used]}},
            "columnKind": "unicodeCodePoints",
            "results": [_sarif_result(item, used.index(item.rule)) for item in findings],
        }],
    }


def _sarif_rule(name: str, known: Rule | None) -> Mapping[str, Any]:
    if known is None:
        return {"id": name}
    return {
        "id": name, "shortDescription": {"text": known.title}, "fullDescription": {"text": known.basis},
        "help": {"text": known.remedy}, "defaultConfiguration": {"level": _LEVEL[known.severity]},
    }


def _sarif_result(item: Finding, index: int) -> Mapping[str, Any]:
    """Give a result: the file as a URI reference, braces doubled (3.11.5), a finding of a whole file at its first line (hosts want one)."""
    region = {"startLine": max(1, item.place.line)} | ({"startColumn": item.place.column} if item.place.column else {})
    text = f"{item.message}. {item.hint}" if item.hint else item.message
    file = {"uri": quote(item.place.file, errors="surrogateescape")}
    return {
        "ruleId": item.rule, "ruleIndex": index, "level": _LEVEL[item.severity],
        "message": {"text": text.replace("{", "{{").replace("}", "}}")},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
    }


def explain(known: Rule) -> str:
    """Give all that is said of a rule, for the terminal."""
    level = str(known.severity) if known.check else f"{known.severity}, diperiksa ketika naskah dibaca"
    lines = [f"[bold]{escape(known.name)}[/bold] ({level})", escape(known.title), "", f"Dasar: {escape(known.basis)}",
             f"Perbaikan: {escape(known.remedy)}"]
    if known.example:
        lines.append(f"Contoh: {escape(known.example)}")
    if known.check:
        said = f"abaikan: {known.name} - alasannya"
        lines += ["", escape(f"Pengecualian: # {said}"), escape(f"Dalam naskah Markdown: [//]: # ({said})")]
        lines.append(f"Daftar semua aturan: {_GUIDE}")
    return "\n".join(lines)
