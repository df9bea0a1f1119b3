# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-spicehtml5proxy's main module."""

from typing import Any

import pytest

from nova_lite.cmd import spicehtml5proxy as main


def test_serves_where_the_options_say(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(main.console_proxy, "serve", lambda *arguments: served.append(arguments))
    monkeypatch.setattr(main.console_proxy, "run", lambda name, body: body())
    main.main()
    assert served == [("nova-spicehtml5proxy", "0.0.0.0", 6082, "/usr/share/spice-html5")]
