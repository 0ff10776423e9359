"""Click's own words in Indonesian: headings of the help pages, and why a call was refused."""

from __future__ import annotations

import click

HINT = "Ketik `bukusop --help` untuk daftar perintah."


class _Worded(click.Command):
    """Writes the headings of a help page in Indonesian."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Pemakaian: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        rows = [row for param in self.get_params(ctx)
                if isinstance(param, click.Option) and (row := param.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("Pilihan"):
                formatter.write_dl(rows)


class Command(_Worded):
    """A command with Indonesian help."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("options_metavar", "[PILIHAN]")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class Group(click.Group, _Worded):
    """A group of commands with Indonesian help."""

    command_class = Command

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("options_metavar", "[PILIHAN]")
        kwargs.setdefault("subcommand_metavar", "PERINTAH [ISIAN]...")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _Worded.format_options(self, ctx, formatter)
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(limit=90)) for name, command in found if command is not None]
        with formatter.section("Perintah"):
            formatter.write_dl(rows)


Group.group_class = Group


def refusal(error: click.ClickException) -> str:
    """Say in Indonesian why a call was refused."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx:
        return error.ctx.get_help()
    if isinstance(error, click.NoSuchOption):
        near = f" Mungkin maksudnya `{error.possibilities[0]}`?" if error.possibilities else ""
        return f"Pilihan `{error.option_name}` tidak dikenal.{near} {HINT}"
    if isinstance(error, click.MissingParameter):
        return f"{_name(error)} belum ditulis. {HINT}"
    if isinstance(error, click.BadParameter):
        return f"Isi {_name(error)} tidak dapat dipakai. {HINT}"
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        word = error.message.partition("'")[2].partition("'")[0]
        return f"Perintah `{word}` tidak dikenal. {HINT}"
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return f"Isian terlalu banyak. {HINT}"
    return HINT


def _name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return "Isian"
    return param.opts[0] if isinstance(param, click.Option) else str(param.metavar or param.human_readable_name)
