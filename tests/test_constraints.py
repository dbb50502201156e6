"""Whatever the database refuses, a form says before it in Vietnamese: short, polite, without code."""

import re

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import BaseConstraint, CheckConstraint

from tests.test_factories import own_models

CONSTRAINTS = [constraint for model in own_models() for constraint in model._meta.constraints]
WITH_MESSAGE = [c for c in CONSTRAINTS if isinstance(c, CheckConstraint | ExclusionConstraint)]
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@pytest.mark.parametrize("constraint", WITH_MESSAGE, ids=lambda constraint: constraint.name)
def test_a_refusal_is_in_words(constraint: BaseConstraint) -> None:
    message = str(constraint.violation_error_message)
    assert VIETNAMESE.search(message), message
    assert len(message) <= 120
    assert message[0].isupper()
    assert message.endswith(".")
    assert "!" not in message
    assert "vui lòng" not in message.lower()
    assert "_" not in message


def test_constraints_have_names_of_their_own() -> None:
    names = [constraint.name for constraint in CONSTRAINTS]
    assert len(names) == len(set(names))
