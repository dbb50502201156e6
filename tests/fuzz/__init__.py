"""Damaged files by the thousand: `make fuzz`. A few hundred of them are part of `make test`."""
