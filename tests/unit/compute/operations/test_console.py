# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles."""

import hashlib
import time

import oslo_messaging as messaging
import pytest

from nova_lite import exception
from nova_lite.compute.operations import console
from nova_lite.compute.operations.console import ConsoleEndpoint
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState, VmState
from tests.unit.compute.fakes import UUID, Cloud


@pytest.mark.parametrize(
    ("lines", "text"),
    [(None, "one\ntwo\nthree"), (2, "two\nthree"), (0, ""), (-1, "one\ntwo\nthree"), (9, "one\ntwo\nthree")],
)
def test_tail_of_the_log(cloud: Cloud, lines: int | None, text: str) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    assert ConsoleEndpoint(cloud.host).get_console_output(cloud.context, cloud.instance(), lines) == text


def test_errors_go_to_who_asked(cloud: Cloud) -> None:
    with pytest.raises(messaging.ExpectedException) as caught:
        ConsoleEndpoint(cloud.host).get_console_output(cloud.context, cloud.instance(), None)
    assert isinstance(caught.value.exc_info[1], exception.InstanceNotFound)


@pytest.mark.parametrize(
    ("vm_state", "expected"),
    [(VmState.BUILDING, exception.InstanceNotReady), (VmState.ACTIVE, exception.InstanceNotFound)],
)
def test_a_guest_that_is_still_made_has_no_console_yet(
    cloud: Cloud, vm_state: VmState, expected: type[Exception]
) -> None:
    with pytest.raises(messaging.ExpectedException) as caught:
        ConsoleEndpoint(cloud.host).get_vnc_console(cloud.context, cloud.instance(vm_state=vm_state), "novnc")
    assert caught.value.exc_info[0] is expected


def test_vnc_console_is_authorised_by_the_hash_of_its_token(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    info = ConsoleEndpoint(cloud.host).get_vnc_console(cloud.context, cloud.instance(), "novnc")
    (values,) = cloud.store.tokens
    token = str(info["token"])
    assert values["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert (values["host"], values["port"], values["instance_uuid"]) == ("192.0.2.10", 5901, UUID)
    assert values["expires"] - time.time() == pytest.approx(600, abs=10)
    assert info["access_url"] == f"http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3D{token}"


def test_other_types_are_not_offered(cloud: Cloud) -> None:
    with pytest.raises(messaging.ExpectedException) as caught:
        ConsoleEndpoint(cloud.host).get_vnc_console(cloud.context, cloud.instance(), "xvpvnc")
    assert isinstance(caught.value.exc_info[1], exception.ConsoleTypeUnavailable)


@pytest.mark.parametrize(
    ("method", "kind", "section", "url"),
    [
        ("get_spice_console", "spice-html5", "spice", "http://127.0.0.1:6082/spice_auto.html?token="),
        ("get_spice_console", "spice-direct", "spice", "http://127.0.0.1:13002/nova?token="),
        ("get_serial_console", "serial", "serial_console", "ws://127.0.0.1:6083/?token="),
    ],
)
def test_other_consoles_need_their_section(cloud: Cloud, method: str, kind: str, section: str, url: str) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    ask = getattr(ConsoleEndpoint(cloud.host), method)
    with pytest.raises(messaging.ExpectedException):
        ask(cloud.context, cloud.instance(), kind)
    CONF.set_override("enabled", True, group=section)
    try:
        info = ask(cloud.context, cloud.instance(), kind)
        with pytest.raises(messaging.ExpectedException):
            ask(cloud.context, cloud.instance(), "novnc")
    finally:
        CONF.clear_override("enabled", group=section)
    (values,) = cloud.store.tokens
    assert info["access_url"] == f"{url}{info['token']}"
    assert (values["console_type"], values["port"], values["tls_port"]) == (kind, info["port"], info["tls_port"])


@pytest.mark.parametrize(
    ("port", "kind", "valid"),
    [
        (5901, "novnc", True),
        (5902, "novnc", False),
        (5901, "serial", False),
        (10000, "serial", True),
        (5902, "spice-html5", True),
        (5903, "spice-direct", True),
        (5901, "rdp", False),
    ],
)
def test_port_is_compared_with_the_guests(cloud: Cloud, port: int, kind: str, valid: bool) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    endpoint = ConsoleEndpoint(cloud.host)
    assert endpoint.validate_console_port(cloud.context, cloud.instance(), port, kind) is valid


def test_url_keeps_the_parameters_that_the_operator_put_there() -> None:
    assert console.access_url("https://proxy/vnc.html?autoconnect=1", "t", in_path=True) == (
        "https://proxy/vnc.html?autoconnect=1&path=%3Ftoken%3Dt"
    )
