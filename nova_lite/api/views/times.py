# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Times on the wire."""

import datetime


def zulu(moment: datetime.datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SSZ, as servers and images show times."""
    return None if moment is None else moment.replace(tzinfo=None).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(moment: datetime.datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SS.ffffff, as everything else shows times."""
    return None if moment is None else moment.replace(tzinfo=None).strftime("%Y-%m-%dT%H:%M:%S.%f")
