# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of quota bodies, just inside and just outside."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import quotas, types


@pytest.mark.parametrize("value", [-1, 0, types.MAXINT, "-1", "0", str(types.MAXINT)])
def test_inside(value: Any) -> None:
    validation.check_body(quotas.UPDATE_2_57, {"quota_set": {"cores": value}})


@pytest.mark.parametrize("value", [-2, types.MAXINT + 1, "-2", str(types.MAXINT + 1), 1.5, None, True, ""])
def test_outside(value: Any) -> None:
    with pytest.raises(exception.ValidationError):
        validation.check_body(quotas.UPDATE_2_57, {"quota_set": {"cores": value}})
