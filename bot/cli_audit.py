"""Commands of `pendopo` that prove the history, and show what was done beside the tickets."""

from typing import Annotated

import typer

auditing = typer.Typer()

# The rest is imported by the command that needs it: see bot/cli.py.


@auditing.command()
def audit(
    head: Annotated[bool, typer.Option("--head", help="seal what is there, and print the head to write down")] = False,
    anchor: Annotated[str, typer.Option(help="a head that was written down before, e.g. 12:9f86d0…")] = "",
) -> None:
    """Prove every line of every ticket's history and of the journal. Names the first that does not hold; exit code 1.

    The head covers everything before it. Written down outside this machine, it also tells whether somebody has made
    the whole chain anew.
    """
    from bot.audit_command import prove_history, show_head

    if head:
        show_head()
    else:
        prove_history(anchor)


@auditing.command()
def journal(most: Annotated[int, typer.Option(help="how many lines")] = 50) -> None:
    """Show what officers and operators did that is about no one ticket, the last first."""
    from bot.audit_command import show_journal

    show_journal(most)
