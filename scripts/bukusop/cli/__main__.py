"""`python -m bukusop.cli`."""

from bukusop.cli import main

main()
