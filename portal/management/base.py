"""What our commands share: refusals are read by people, so nothing stands before the words."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

USAGE_ERROR = 2


class PortalCommand(BaseCommand):
    """A command whose CommandError reaches the terminal as its words alone, with its own exit code.

    Django writes "CommandError: " before them. Called from code, the error is raised as ever; so it is with
    `--traceback`.
    """

    _called_from_command_line: bool  # Django's own mark

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; on a command line, say a refusal and leave."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self._leave(error)

    def _leave(self, error: CommandError) -> NoReturn:
        self.stderr.write(str(error))
        raise SystemExit(error.returncode) from None


def usage(message: str) -> CommandError:
    """A refusal of what was asked: exit code 2."""
    return CommandError(message, returncode=USAGE_ERROR)
