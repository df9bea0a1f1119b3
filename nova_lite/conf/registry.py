# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Registers the option modules, parses command line and files, and refuses bad values before a daemon does anything.

To add a section: write a module with GROUP and OPTIONS, and name it in _SECTIONS. Logging is set up by the caller.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

import oslo_messaging
from oslo_cache import core as oslo_cache
from oslo_concurrency import opts as lock_opts
from oslo_config import cfg
from oslo_log import log
from oslo_messaging import opts as messaging_opts
from oslo_policy import opts as policy_opts

from nova_lite import version
from nova_lite.conf import (
    api,
    api_database,
    capacity,
    cinder,
    compute,
    conductor,
    console,
    console_proxy,
    consoleauth,
    cyborg,
    database,
    devices,
    ephemeral_storage_encryption,
    filter_scheduler,
    glance,
    guestfs,
    host,
    identity,
    image_cache,
    intervals,
    journal,
    key_manager,
    keystone,
    libvirt,
    manila,
    metrics,
    metrics_http,
    mks,
    neutron,
    notifications,
    pci,
    placement,
    quota,
    scheduler,
    serial_console,
    servers,
    service,
    service_user,
    spice,
    upgrade_levels,
    vendordata,
    vnc,
    workarounds,
    wsgi,
)

CONF = cfg.CONF

Section = tuple[str, Sequence[cfg.Opt]]

_SECTIONS: tuple[ModuleType, ...] = (
    host,
    service,
    capacity,
    servers,
    intervals,
    console_proxy,
    api,
    api_database,
    cinder,
    compute,
    conductor,
    console,
    consoleauth,
    cyborg,
    database,
    devices,
    ephemeral_storage_encryption,
    filter_scheduler,
    glance,
    guestfs,
    image_cache,
    journal,
    key_manager,
    keystone,
    libvirt,
    manila,
    metrics,
    metrics_http,
    mks,
    neutron,
    notifications,
    pci,
    placement,
    quota,
    scheduler,
    serial_console,
    service_user,
    spice,
    upgrade_levels,
    vendordata,
    vnc,
    workarounds,
    wsgi,
)
_CLIENTS: tuple[ModuleType, ...] = (
    cinder,
    cyborg,
    glance,
    keystone,
    manila,
    neutron,
    placement,
    service_user,
    vendordata,
)
_QUIET_LIBRARIES = ["glanceclient=WARN", "oslo.privsep.daemon=INFO"]
_FILE = re.compile(r"detail='([^']*)'")


def register_opts(conf: cfg.ConfigOpts) -> None:
    """Make every option of this package, and those of the libraries that all daemons use, known to `conf`."""
    log.set_defaults(default_log_levels=[*log.get_default_log_levels(), *_QUIET_LIBRARIES])
    oslo_messaging.set_transport_defaults("nova")
    oslo_cache.configure(conf)
    for group, options in [*_own_sections(), *_library_sections()]:
        conf.register_opts(options, group=None if group == "DEFAULT" else group)


def register_proxy_cli(conf: cfg.ConfigOpts) -> None:
    """Offer the options of console proxies on the command line too; before parse_args()."""
    conf.register_cli_opts(console_proxy.CLI_OPTIONS)
    for section in (vnc, spice, serial_console):
        addresses = [option for option in section.OPTIONS if option.name.endswith(("proxy_host", "proxy_port"))]
        conf.register_cli_opts(addresses, group=section.GROUP)


def list_opts() -> list[Section]:
    """Sections and options of this package, for oslo-config-generator (namespace nova.conf)."""
    credentials = [(module.GROUP, identity.credential_options()) for module in _CLIENTS]
    examples = [(neutron.TUNNEL_GROUP, [neutron.numa_nodes_option()])]
    return [*_own_sections(), *credentials, *examples]


def parse_args(
    argv: Sequence[str],
    default_config_files: list[str] | None = None,
    conf: cfg.ConfigOpts = CONF,
) -> None:
    """Read the command line (argv[0] is the program) and the configuration files, and check every value.

    Ends the process (SystemExit) with one line that names file, section, option and reason when a value is bad or a
    file cannot be read.
    """
    log.register_options(conf)
    try:
        conf(
            list(argv[1:]),
            project="nova",
            version=version.VERSION,
            default_config_files=default_config_files,
        )
    except (cfg.ConfigFilesNotFoundError, cfg.ConfigFilesPermissionDeniedError, cfg.ConfigFileParseError) as exc:
        sys.exit(f"Bad configuration: {' '.join(str(exc).split())}")
    except (cfg.ConfigFileValueError, cfg.ConfigSourceValueError, ValueError) as exc:
        sys.exit(f"Bad configuration: {_reason(exc)}")
    bad = check_values(conf)
    if bad:
        sys.exit(f"Bad configuration: {'; '.join(bad)}")


def check_values(conf: cfg.ConfigOpts) -> list[str]:
    """One line per registered option whose value is bad; also registers the sections that options name."""
    bad = [line for group, options in _own_sections() for line in _bad_values(conf, group, options)]
    bad += [line for group, options in _library_sections() for line in _bad_values(conf, group, options)]
    if bad:
        return bad
    for group, options in [*neutron.dynamic_options(conf), *devices.dynamic_options(conf)]:
        conf.register_opts(options, group=group)
        bad.extend(_bad_values(conf, group, options))
    return bad + list(_contradictions(conf))


def _own_sections() -> list[Section]:
    sections: list[Section] = [(module.GROUP, module.OPTIONS) for module in _SECTIONS]
    return [*sections, (console_proxy.GROUP, console_proxy.CLI_OPTIONS)]


def _library_sections() -> list[Section]:
    listed = [*messaging_opts.list_opts(), *policy_opts.list_opts(), *lock_opts.list_opts()]
    return [(group or "DEFAULT", options) for group, options in listed if group != "oslo_messaging_kafka"]


def _bad_values(conf: cfg.ConfigOpts, group: str, options: Sequence[cfg.Opt]) -> Iterator[str]:
    section = conf if group == "DEFAULT" else conf[group]
    for option in options:
        try:
            getattr(section, option.dest)
        except (cfg.ConfigFileValueError, cfg.ConfigSourceValueError, cfg.TemplateSubstitutionError, ValueError) as exc:
            yield f"[{group}] {option.dest}: {_reason(exc)}"
        except cfg.NoSuchOptError as exc:
            yield f"[{group}] {option.dest}: {_reason(exc.__context__ or exc)} (after a $ in the value)"


def _reason(exc: BaseException) -> str:
    """The library's message without its internals: what is wrong, then the file."""
    text = " ".join(str(exc).split())
    where = _FILE.search(text)
    cause = text.split("is not valid: ", 1)[-1]
    return f"{cause} (in {where.group(1)})" if where else cause


def _contradictions(conf: cfg.ConfigOpts) -> Iterator[str]:
    """Values that are fine alone but not together, or that no type can refuse."""
    if conf.compute.max_disk_devices_to_attach == 0:
        yield "[compute] max_disk_devices_to_attach: 0 would forbid the root disk; use -1 for no limit"
    if conf.libvirt.images_type == "rbd" and not conf.force_raw_images:
        yield "[DEFAULT] force_raw_images: must be true with [libvirt] images_type = rbd"
