# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What happens to a nova.conf on its way into a daemon: old names, unknown names, bad values, missing files."""

import pathlib

import pytest
from oslo_config import cfg

from nova_lite.conf import registry


def load(tmp_path: pathlib.Path, text: str) -> cfg.ConfigOpts:
    """A configuration object of its own that has read a file with this text."""
    path = tmp_path / "nova.conf"
    path.write_text(text)
    conf = cfg.ConfigOpts()
    registry.register_opts(conf)
    registry.parse_args(["nova-test", "--config-file", str(path)], conf=conf)
    return conf


def test_values_are_read(tmp_path: pathlib.Path) -> None:
    conf = load(tmp_path, "[DEFAULT]\nhost = c1\n[libvirt]\nvirt_type = qemu\nrx_queue_size = 512\n")
    assert (conf.host, conf.libvirt.virt_type, conf.libvirt.rx_queue_size) == ("c1", "qemu", 512)


def test_unknown_options_and_sections_are_ignored(tmp_path: pathlib.Path) -> None:
    conf = load(tmp_path, "[DEFAULT]\nno_such_option = 1\n[no_such_section]\na = b\n[api]\nmax_limit = 7\n")
    assert conf.api.max_limit == 7


@pytest.mark.parametrize(
    ("text", "group", "name", "value"),
    [
        ("[DEFAULT]\nosapi_max_limit = 5\n", "api", "max_limit", 5),
        ("[DEFAULT]\nquota_cores = 3\n", "quota", "cores", 3),
        ("[DEFAULT]\nnotification_format = both\n", "notifications", "notification_format", "both"),
        ("[DEFAULT]\nnotify_on_state_change = vm_state\n", "notifications", "notify_on_state_change", "vm_state"),
        ("[DEFAULT]\nconsole_allowed_origins = a,b\n", "console", "allowed_origins", ["a", "b"]),
        ("[libvirt]\ncpu_model = Nehalem\n", "libvirt", "cpu_models", ["Nehalem"]),
        ("[libvirt]\nnum_iscsi_scan_tries = 9\n", "libvirt", "num_volume_scan_tries", 9),
        ("[pci]\npassthrough_whitelist = {}\n", "pci", "device_spec", ["{}"]),
        ("[devices]\nenabled_vgpu_types = nvidia-35\n", "devices", "enabled_mdev_types", ["nvidia-35"]),
    ],
)
def test_old_name_is_still_read(tmp_path: pathlib.Path, text: str, group: str, name: str, value: object) -> None:
    assert getattr(load(tmp_path, text)[group], name) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[api]\nmax_limit = many\n", ["[api] max_limit", "many"]),
        ("[api]\nmax_limit = -5\n", ["[api] max_limit", "0"]),
        ("[libvirt]\nvirt_type = xen\n", ["[libvirt] virt_type", "xen", "qemu"]),
        ("[libvirt]\nnum_pcie_ports = 29\n", ["[libvirt] num_pcie_ports", "28"]),
        ("[DEFAULT]\nforce_raw_images = perhaps\n", ["[DEFAULT] force_raw_images", "perhaps"]),
        ("[DEFAULT]\nmy_ip = not an address\n", ["[DEFAULT] my_ip"]),
        ("[DEFAULT]\ninstance_usage_audit_period = week\n", ["[DEFAULT] instance_usage_audit_period", "week"]),
        ("[DEFAULT]\ninstances_path = $nowhere/x\n", ["[DEFAULT] instances_path", "nowhere"]),
        ("[compute]\nmax_disk_devices_to_attach = 0\n", ["[compute] max_disk_devices_to_attach"]),
        ("[libvirt]\nimages_type = rbd\n[DEFAULT]\nforce_raw_images = no\n", ["force_raw_images", "rbd"]),
        ("[oslo_messaging_rabbit]\nheartbeat_rate = fast\n", ["[oslo_messaging_rabbit] heartbeat_rate", "fast"]),
        ("[neutron]\nphysnets = p1\n[neutron_physnet_p1]\nnuma_nodes = a\n", ["[neutron_physnet_p1] numa_nodes"]),
        ("no section\n", ["no section"]),
    ],
)
def test_bad_value_stops_the_start_and_is_named(tmp_path: pathlib.Path, text: str, words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        load(tmp_path, text)
    message = str(stop.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_bad_value_names_its_file(tmp_path: pathlib.Path) -> None:
    with pytest.raises(SystemExit) as stop:
        load(tmp_path, "[vnc]\nnovncproxy_port = 99999\n")
    assert str(tmp_path / "nova.conf") in str(stop.value)


def test_bad_value_of_a_command_line_option_is_named(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        load(tmp_path, "[DEFAULT]\ndebug = loud\n")
    assert stop.value.code == 1
    assert "--debug: Invalid Boolean value: loud" in "".join(capsys.readouterr())


def test_missing_file_is_named() -> None:
    conf = cfg.ConfigOpts()
    registry.register_opts(conf)
    with pytest.raises(SystemExit) as stop:
        registry.parse_args(["nova-test", "--config-file", "/no/such/nova.conf"], conf=conf)
    assert "/no/such/nova.conf" in str(stop.value)


def test_sections_named_by_options_are_registered(tmp_path: pathlib.Path) -> None:
    conf = load(
        tmp_path,
        "[neutron]\nphysnets = p1\n[neutron_physnet_p1]\nnuma_nodes = 0,1\n[neutron_tunnel]\nnuma_nodes = 1\n"
        "[devices]\nenabled_mdev_types = t-1\n[mdev_t-1]\nmax_instances = 4\n[vgpu_t-1]\nmdev_class = CUSTOM_X\n",
    )
    assert conf.neutron_physnet_p1.numa_nodes == [0, 1]
    assert conf.neutron_tunnel.numa_nodes == [1]
    assert (conf["mdev_t-1"].max_instances, conf["mdev_t-1"].mdev_class) == (4, "CUSTOM_X")


def test_proxy_options_on_the_command_line() -> None:
    conf = cfg.ConfigOpts()
    registry.register_opts(conf)
    registry.register_proxy_cli(conf)
    argv = ["nova-novncproxy", "--web", "/srv/novnc", "--ssl_only", "--vnc-novncproxy_port", "6081"]
    registry.parse_args(argv, default_config_files=[], conf=conf)
    assert (conf.web, conf.ssl_only, conf.vnc.novncproxy_port) == ("/srv/novnc", True, 6081)


def test_list_opts_has_credentials_for_every_client() -> None:
    with_password = {group for group, options in registry.list_opts() if any(o.dest == "password" for o in options)}
    assert with_password == {module.GROUP for module in registry._CLIENTS}
