# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[glance]: how to reach the image service and how far to trust its images."""

from oslo_config import cfg

from nova_lite.conf import identity

GROUP = "glance"

OPTIONS = [
    cfg.ListOpt(
        "api_servers",
        deprecated_for_removal=True,
        deprecated_reason="endpoint_override names one address, the catalog names all.",
        help="Addresses of Glance, tried in turn.",
    ),
    cfg.IntOpt("num_retries", default=3, min=0, help="How often a failed request is sent again."),
    cfg.BoolOpt(
        "verify_glance_signatures",
        default=False,
        help="Check the signature that the image's properties carry; an image without a valid one does not boot.",
    ),
    cfg.BoolOpt(
        "enable_certificate_validation",
        default=False,
        help="Also check the certificate of the signature against the trusted ones.",
    ),
    cfg.ListOpt(
        "default_trusted_certificate_ids",
        default=[],
        help="Certificates trusted for servers whose request names none.",
    ),
    cfg.BoolOpt(
        "enable_rbd_download",
        default=False,
        help="Copy images straight from Ceph where Glance tells their place.",
    ),
    cfg.StrOpt("rbd_user", default="", help="Ceph user of such copies."),
    cfg.StrOpt("rbd_pool", default="", help="Ceph pool of Glance."),
    cfg.StrOpt("rbd_ceph_conf", default="", help="Ceph configuration file of such copies."),
    cfg.IntOpt(
        "rbd_connect_timeout",
        default=5,
        help="Seconds to wait for the Ceph cluster; -1 is the library's default.",
    ),
    cfg.BoolOpt("debug", default=False, help="Log requests to Glance in full."),
    *identity.client_options("image"),
]
