"""One module for each kind of file; each turns bytes into sheets and raises nothing but FileRefused."""
