# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[cinder]: how to reach the volume service."""

from oslo_config import cfg

from nova_lite.conf import identity

GROUP = "cinder"

OPTIONS = [
    cfg.StrOpt(
        "catalog_info",
        default="volumev3::publicURL",
        regex=r"^[^:]+:[^:]*:[^:]+$",
        help="Catalog entry of Cinder: <service type>:<service name>:<interface>; the name may be empty.",
    ),
    cfg.StrOpt(
        "endpoint_template",
        help="Address to use instead of the catalog's, such as http://localhost:8776/v3/%(project_id)s.",
    ),
    cfg.StrOpt("os_region_name", help="Region of the catalog entry."),
    cfg.IntOpt("http_retries", default=3, min=0, help="How often a failed request is sent again."),
    cfg.BoolOpt(
        "cross_az_attach",
        default=True,
        help="Servers may use volumes of another availability zone.",
    ),
    cfg.BoolOpt("debug", default=False, help="Log requests to Cinder in full."),
    *identity.session_options(),
    *identity.auth_options(),
]
