"""The full count of what `make test` checks in small: `make proof`, whose figures go to `docs/proof.md`."""
