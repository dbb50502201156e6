"""Lists of a class on paper and in files, in the shapes that agencies send and ask for."""
