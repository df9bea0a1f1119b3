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


DEPLOYED = """
[DEFAULT]
debug = True
rootwrap_config = /etc/nova/rootwrap.conf
compute_driver = libvirt.LibvirtDriver
enabled_apis = osapi_compute,metadata
osapi_compute_workers = 2
metadata_workers = 2
instances_path = /opt/stack/data/nova/instances
lock_path = /opt/stack/data/nova
allow_resize_to_same_host = True
my_ip = 10.4.1.20
default_floating_pool = public
transport_url = rabbit://stackrabbit:secret@10.4.1.20:5672/
logging_exception_prefix = ERROR %(name)s
graceful_shutdown_timeout = 5
reserved_huge_pages = node:0,size:2048,count:64
reserved_huge_pages = node:1,size:1GB,count:1
initial_disk_allocation_ratio = 1.2
vif_plugging_is_fatal = True
[wsgi]
api_paste_config = /etc/nova/api-paste.ini
[oslo_policy]
policy_file = policy.yaml
enforce_scope = True
[filter_scheduler]
enabled_filters = ComputeFilter,SameHostFilter,DifferentHostFilter
track_instance_changes = False
[scheduler]
discover_hosts_in_cells_interval = 300
[key_manager]
fixed_key = bae3516cc1c0eb18b05440eba8012a4a880a2ee04d584a9c1579445e675b12defdc716ec
backend = nova.keymgr.conf_key_mgr.ConfKeyManager
[database]
connection = mysql+pymysql://root:secret@127.0.0.1/nova_cell1?charset=utf8&plugin=dbcounter
slave_connection =
[api]
local_metadata_per_cell = False
[keystone_authtoken]
memcached_servers = localhost:11211
auth_type = password
[service_user]
send_service_user_token = True
auth_type = password
auth_strategy = keystone
[neutron]
auth_type = password
username = neutron
region_name = RegionOne
service_metadata_proxy = True
valid_interfaces = internal
[placement]
auth_type = password
region_name = RegionOne
[cinder]
os_region_name = RegionOne
catalog_info = volumev3:cinderv3:publicURL
[libvirt]
live_migration_uri = qemu+ssh://stack@%s/system
virt_type = kvm
cpu_mode = host-passthrough
hw_machine_type = x86_64=q35,aarch64=virt
disk_cachemodes = network=writeback,block=none
images_rbd_pool = vms
[pci]
device_spec = {"vendor_id": "8086", "product_id": "10fb", "physical_network": "p1"}
alias = {"name": "a", "vendor_id": "8086", "product_id": "10fb"}
[vnc]
server_listen = 0.0.0.0
novncproxy_base_url = http://10.4.1.20:6080/vnc_lite.html
[spice]
enabled = false
[compute]
cpu_shared_set = 0-3,^2
[upgrade_levels]
compute = auto
[oslo_messaging_notifications]
driver = messagingv2
[notifications]
notification_format = both
[cache]
enabled = True
backend = dogpile.cache.memcached
"""


def test_a_file_as_deployment_tools_write_it(tmp_path: pathlib.Path) -> None:
    conf = load(tmp_path, DEPLOYED)
    assert conf.reserved_huge_pages == [
        {"node": "0", "size": "2048", "count": "64"},
        {"node": "1", "size": "1GB", "count": "1"},
    ]
    assert conf.libvirt.live_migration_uri == "qemu+ssh://stack@%s/system"
    assert conf.oslo_messaging_notifications.driver == ["messagingv2"]
    assert conf.vnc.novncproxy_base_url == "http://10.4.1.20:6080/vnc_lite.html"


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
