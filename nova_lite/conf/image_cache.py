# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[image_cache]: the cache of base images on a compute host."""

from oslo_config import cfg

GROUP = "image_cache"

OPTIONS = [
    cfg.IntOpt(
        "manager_interval",
        default=2400,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="image_cache_manager_interval",
        help="Seconds between two looks for images nobody uses; 0 is the usual tick, -1 never.",
    ),
    cfg.StrOpt(
        "subdirectory_name",
        default="_base",
        deprecated_group="DEFAULT",
        deprecated_name="image_cache_subdirectory_name",
        help="Folder of the cache below instances_path.",
    ),
    cfg.BoolOpt(
        "remove_unused_base_images",
        default=True,
        deprecated_group="DEFAULT",
        help="Remove images nobody uses.",
    ),
    cfg.IntOpt(
        "remove_unused_original_minimum_age_seconds",
        default=86400,
        deprecated_group="DEFAULT",
        help="Age in seconds that such an image must have.",
    ),
    cfg.IntOpt(
        "remove_unused_resized_minimum_age_seconds",
        default=3600,
        deprecated_opts=[
            cfg.DeprecatedOpt("remove_unused_resized_minimum_age_seconds", group="libvirt"),
        ],
        help="The same for enlarged copies.",
    ),
    cfg.IntOpt(
        "precache_concurrency",
        default=1,
        min=1,
        help="Compute hosts that fetch an image at the same time when an aggregate is told to cache it.",
    ),
]
