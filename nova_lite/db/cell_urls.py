# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""URLs of cells, which may take parts from this process's own URL. Pure text, no connection."""

from urllib import parse


def fill_in(url: str, own: str) -> str:
    """Replace {scheme}, {username}, {password}, {hostname}, {port}, {path}, {query}, {fragment} by those of `own`."""
    if "{" not in url:
        return url
    parts = parse.urlparse(own)
    values = {
        "scheme": parts.scheme,
        "username": parts.username or "",
        "password": parts.password or "",
        "hostname": parts.hostname or "",
        "port": str(parts.port or ""),
        "path": parts.path.lstrip("/"),
        "query": parts.query,
        "fragment": parts.fragment,
    }
    for name, value in values.items():
        url = url.replace("{" + name + "}", value)
    return url
