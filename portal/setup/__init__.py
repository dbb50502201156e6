"""An empty portal made ready for one school: its name, the first account, its partner agencies."""

from portal.setup.start import Started, StartRefused, refuse_started, start

__all__ = ["StartRefused", "Started", "refuse_started", "start"]
