# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every option module at once: names and defaults that a nova.conf written for Nova relies on; help texts."""

import pathlib
import socket

import pytest
from oslo_config import cfg

from nova_lite import conf as conf_package
from nova_lite.conf import registry

EXPECTED = [
    ("DEFAULT", "host", socket.gethostname()),
    ("DEFAULT", "instances_path", "$state_path/instances"),
    ("DEFAULT", "report_interval", 10),
    ("DEFAULT", "service_down_time", 60),
    ("DEFAULT", "long_rpc_timeout", 1800),
    ("DEFAULT", "rpc_response_timeout", 60),
    ("DEFAULT", "initial_cpu_allocation_ratio", 4.0),
    ("DEFAULT", "cpu_allocation_ratio", None),
    ("DEFAULT", "reserved_host_memory_mb", 512),
    ("DEFAULT", "max_concurrent_builds", 10),
    ("DEFAULT", "vif_plugging_timeout", 300),
    ("DEFAULT", "sync_power_state_interval", 600),
    ("DEFAULT", "heal_instance_info_cache_interval", -1),
    ("DEFAULT", "running_deleted_instance_action", "reap"),
    ("api", "max_limit", 1000),
    ("api", "response_validation", "warn"),
    ("api_database", "max_pool_size", 5),
    ("database", "connection", None),
    ("cache", "enabled", False),
    ("compute", "consecutive_build_service_disable_threshold", 10),
    ("compute", "vmdk_allowed_types", ["streamOptimized", "monolithicSparse"]),
    ("console", "ssl_minimum_version", "default"),
    ("consoleauth", "token_ttl", 600),
    ("filter_scheduler", "host_subset_size", 1),
    ("filter_scheduler", "build_failure_weight_multiplier", 1000000.0),
    ("filter_scheduler", "io_ops_weight_multiplier", -1.0),
    ("glance", "service_type", "image"),
    ("image_cache", "subdirectory_name", "_base"),
    ("keystone", "service_type", "identity"),
    ("libvirt", "cpu_mode", None),
    ("libvirt", "device_detach_attempts", 8),
    ("libvirt", "images_type", "default"),
    ("libvirt", "live_migration_completion_timeout", 800),
    ("libvirt", "num_pcie_ports", 0),
    ("metrics", "weight_of_unavailable", -10000.0),
    ("metrics_http", "enabled", False),
    ("metrics_http", "host", "127.0.0.1"),
    ("neutron", "service_type", "network"),
    ("neutron", "valid_interfaces", ["internal", "public"]),
    ("notifications", "notification_format", "unversioned"),
    ("placement", "service_type", "placement"),
    ("quota", "cores", 20),
    ("quota", "injected_file_content_bytes", 10240),
    ("scheduler", "max_attempts", 3),
    ("serial_console", "port_range", "10000:20000"),
    ("service_user", "send_service_user_token", False),
    ("upgrade_levels", "compute", None),
    ("vnc", "novncproxy_port", 6080),
    ("workarounds", "handle_virt_lifecycle_events", True),
    ("workarounds", "disable_deep_image_inspection", False),
]
MODULES = sorted(
    path.stem
    for path in pathlib.Path(conf_package.__file__).parent.glob("*.py")
    if "\nOPTIONS = " in path.read_text() and not path.stem.startswith("libvirt_")
)


@pytest.fixture
def fresh() -> cfg.ConfigOpts:
    conf = cfg.ConfigOpts()
    registry.register_opts(conf)
    conf([], default_config_files=[], default_config_dirs=[])
    return conf


@pytest.mark.parametrize(("group", "name", "default"), EXPECTED)
def test_default_is_novas(fresh: cfg.ConfigOpts, group: str, name: str, default: object) -> None:
    section = fresh if group == "DEFAULT" else fresh[group]
    if isinstance(default, str):
        default = default.replace("$state_path", fresh.state_path)
    assert getattr(section, name) == default


@pytest.mark.parametrize("name", MODULES)
def test_module_is_registered(name: str) -> None:
    module = getattr(registry, name, None)
    assert module in registry._SECTIONS, f"name nova_lite.conf.{name} in registry._SECTIONS"


def test_every_option_has_a_help_text() -> None:
    silent = [f"[{group}] {o.name}" for group, options in registry._own_sections() for o in options if not o.help]
    assert silent == []


def test_no_option_is_declared_twice() -> None:
    seen: set[tuple[str, str]] = set()
    for group, options in registry._own_sections():
        for option in options:
            assert (group, option.dest) not in seen
            seen.add((group, option.dest))


def test_defaults_pass_the_check(fresh: cfg.ConfigOpts) -> None:
    assert registry.check_values(fresh) == []
