"""The demo: 2023 as the newspaper told it, and an invented school life from 1/1/2024, marked as such."""
