# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which microversion a request gets."""

import pytest

from nova_lite.api import versions

STANDARD, OLD = versions.HEADER, versions.LEGACY_HEADER


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, (2, 1)),
        ({STANDARD: "compute 2.50"}, (2, 50)),
        ({STANDARD: "volume 3.1, compute 2.7"}, (2, 7)),
        ({STANDARD: "compute latest"}, (2, 104)),
        ({STANDARD: "volume 3.1"}, (2, 1)),
        ({STANDARD: "compute", OLD: "2.9"}, (2, 9)),
        ({STANDARD: "compute 2.8", OLD: "2.9"}, (2, 8)),
        ({STANDARD: "compute 2.8,compute 2.9"}, (2, 9)),
        ({OLD: "latest"}, (2, 104)),
    ],
)
def test_first_usable_header_wins(headers: dict[str, str], wanted: tuple[int, int]) -> None:
    assert versions.negotiate(headers) == wanted


@pytest.mark.parametrize("text", ["", "2", "2.01", "02.1", "a.b", "2.1.1", "-2.1", "LATEST", "2.5 x"])
def test_bad_form(text: str) -> None:
    with pytest.raises(versions.InvalidVersion):
        versions.negotiate({OLD: text})
    with pytest.raises(versions.InvalidVersion):
        versions.negotiate({OLD: text, STANDARD: f"compute {text}"})


@pytest.mark.parametrize("text", ["2.0", "2.105", "3.1", "1.1"])
def test_out_of_range_names_the_range(text: str) -> None:
    with pytest.raises(versions.UnsupportedVersion, match="Minimum is 2.1 and maximum is 2.104"):
        versions.negotiate({OLD: text})


def test_text_and_parse_are_inverse() -> None:
    assert versions.text(versions.parse(versions.MAXIMUM)) == versions.MAXIMUM == "2.104"


def test_headers_that_the_token_check_left_empty_are_passed_over() -> None:
    assert versions.negotiate({"X-Domain-Id": None, STANDARD: "compute 2.5"}) == (2, 5)
