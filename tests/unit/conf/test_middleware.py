# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cross-origin defaults of the Compute API."""

from oslo_config import cfg
from oslo_middleware import cors

from nova_lite.conf import middleware


def test_headers_of_the_compute_api_are_allowed() -> None:
    middleware.set_defaults()
    conf = cfg.ConfigOpts()
    conf.register_opts(cors.OPTS, group="cors")
    conf([], default_config_files=[])
    assert {"X-Auth-Token", "OpenStack-API-Version", "X-OpenStack-Nova-API-Version"} <= set(conf.cors.allow_headers)
    assert "X-Openstack-Request-Id" in conf.cors.expose_headers
    assert conf.cors.allowed_origin is None
