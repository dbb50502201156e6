"""The registers of learners and enrolments; each module declares its own."""

from enrollment.registers import enrolments, imports, learner_lines, learners, merges, rosters  # noqa: F401
