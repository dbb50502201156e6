"""Accounts: signing in, passwords, one-time links, and the pages of whoever administers them."""
