# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Options that every client of another service shares: session (TLS, timeout), credentials, endpoint choice.

They are keystoneauth's own, so that a client section of a nova.conf means here what it means everywhere. Nothing here
opens a connection.
"""

from keystoneauth1 import loading
from oslo_config import cfg


def session_options() -> list[cfg.Opt]:
    """TLS files, timeout (seconds) and connection logging."""
    options: list[cfg.Opt] = loading.get_session_conf_options()
    return options


def auth_options() -> list[cfg.Opt]:
    """Which kind of credentials the section holds; the credentials themselves are registered when they are loaded."""
    options: list[cfg.Opt] = loading.get_auth_common_conf_options()
    return options


def adapter_options(service_type: str) -> list[cfg.Opt]:
    """How to find the endpoint of `service_type`, and how often to retry."""
    options: list[cfg.Opt] = loading.get_adapter_conf_options(include_deprecated=False)
    cfg.set_defaults(options, service_type=service_type, valid_interfaces=["internal", "public"])
    return options


def client_options(service_type: str) -> list[cfg.Opt]:
    """Everything a section like [placement] needs to reach its service."""
    return [*session_options(), *auth_options(), *adapter_options(service_type)]


def credential_options() -> list[cfg.Opt]:
    """Credentials of the usual kinds, for the sample file only; each name once."""
    found: dict[str, cfg.Opt] = {}
    for kind in ("password", "v3applicationcredential"):
        for option in loading.get_auth_plugin_conf_options(kind):
            found.setdefault(option.dest, option)
    return [found[name] for name in sorted(found)]
