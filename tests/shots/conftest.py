"""The same browser as the tests in a real browser have."""

from tests.e2e.conftest import browser_context_args, browser_type_launch_args

__all__ = ["browser_context_args", "browser_type_launch_args"]
