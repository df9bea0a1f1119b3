# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Client sections read keystoneauth's options."""

from keystoneauth1 import loading, session
from oslo_config import cfg

from nova_lite.conf import identity


def names(options: list[cfg.Opt]) -> set[str]:
    return {option.dest for option in options}


def test_client_section_finds_service_and_credentials() -> None:
    options = identity.client_options("placement")
    assert {"cafile", "insecure", "timeout", "auth_type", "auth_section"} <= names(options)
    assert {"service_type", "region_name", "valid_interfaces", "endpoint_override", "status_code_retries"} <= names(
        options
    )
    assert {o.dest: o.default for o in options}["service_type"] == "placement"


def test_section_works_with_keystoneauth_loading() -> None:
    conf = cfg.ConfigOpts()
    conf.register_opts(identity.client_options("network"), group="neutron")
    conf([], default_config_files=[])
    loading.register_auth_conf_options(conf, "neutron")
    loading.register_session_conf_options(conf, "neutron")
    assert loading.load_auth_from_conf_options(conf, "neutron") is None
    assert loading.load_adapter_from_conf_options(conf, "neutron", session=session.Session()).service_type == "network"


def test_credentials_are_listed_once_and_kept_secret() -> None:
    options = identity.credential_options()
    assert len(names(options)) == len(options)
    assert {o.dest for o in options if o.secret} >= {"password", "application_credential_secret"}
