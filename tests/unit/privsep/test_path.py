# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Privileged file access; run without its daemon here."""

from pathlib import Path

import pytest

from nova_lite import privsep
from nova_lite.privsep import path


@pytest.mark.parametrize(("count", "expected"), [(3, b"789"), (100, b"0123456789")])
def test_last_bytes(tmp_path: Path, count: int, expected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privsep.sys_admin, "client_mode", False)
    target = tmp_path / "log"
    target.write_bytes(b"0123456789")

    assert path.last_bytes(str(target), count) == expected
