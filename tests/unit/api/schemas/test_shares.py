# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of shares, just inside and just outside."""

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import shares

SHARE = "66666666-6666-4666-8666-666666666666"


@pytest.mark.parametrize(
    ("tag", "fits"), [("a", True), ("a" * 255, True), ("", False), ("a" * 256, False), ("a.b", False)]
)
def test_tags(tag: str, fits: bool) -> None:
    body = {"share": {"share_id": SHARE, "tag": tag}}
    if fits:
        validation.check_body(shares.CREATE, body)
    else:
        with pytest.raises(exception.ValidationError):
            validation.check_body(shares.CREATE, body)
