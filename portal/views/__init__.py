"""Pages of the portal itself: signing in, home, the annual report and what stands behind its numbers."""
