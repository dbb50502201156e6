"""The pages of a register."""
