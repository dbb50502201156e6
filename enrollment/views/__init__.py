"""Pages that no register gives by itself."""
