# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-serialproxy's main module."""

from typing import Any

import pytest

from nova_lite.cmd import serialproxy as main


def test_serves_where_the_options_say(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(main.console_proxy, "serve", lambda *arguments: served.append(arguments))
    monkeypatch.setattr(main.console_proxy, "run", lambda name, body: body())
    main.main()
    assert served == [("nova-serialproxy", "0.0.0.0", 6083, None)]
