# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Errors belong to one family each and say what they know."""

import inspect
import re

import pytest

from nova_lite import exception

FAMILIES = (
    exception.NotFound,
    exception.Invalid,
    exception.Conflict,
    exception.Forbidden,
    exception.Unavailable,
    exception.Failed,
)
CONCRETE = sorted(
    (
        found
        for _, found in inspect.getmembers(exception, inspect.isclass)
        if issubclass(found, exception.NovaException) and found not in (exception.NovaException, *FAMILIES)
    ),
    key=lambda found: found.__name__,
)


@pytest.mark.parametrize("error", CONCRETE, ids=lambda error: error.__name__)
def test_error_has_one_family(error: type[exception.NovaException]) -> None:
    assert sum(issubclass(error, family) for family in FAMILIES) == 1


@pytest.mark.parametrize("error", CONCRETE, ids=lambda error: error.__name__)
def test_text_is_filled_in(error: type[exception.NovaException]) -> None:
    places = re.findall(r"%\((\w+)\)(\w)", error.msg_fmt)
    values = {name: f"<{name}>" if kind == "s" else 4711 for name, kind in places}
    text = error(**values).format_message()
    assert "%(" not in text
    assert all(str(value) in text for value in values.values())


def test_own_message_wins() -> None:
    error = exception.InstanceNotFound("gone for good")
    assert (str(error), error.format_message()) == ("gone for good", "gone for good")


def test_missing_argument_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        exception.InstanceNotFound()
