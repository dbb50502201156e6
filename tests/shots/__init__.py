"""Every page as a picture: `make shots` opens each address of the access table in a real browser."""
