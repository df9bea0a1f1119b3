# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Expressions that wait do what compiled ones do; the libraries that have them are loaded in processes of their own."""

import re
import subprocess
import sys

import pytest

from nova_lite import libraries

PROGRAM = """
import re, sys
compiled = re.compile
if sys.argv[1] == "later":
    from nova_lite import libraries
    libraries.load()
import http.cookiejar
from netaddr import EUI
from netaddr.strategy import eui48, eui64
from oslo_utils import strutils
from rfc3986 import misc, uri_reference, validators
from urllib3.exceptions import LocationParseError
from urllib3.util import url
assert re.compile is compiled
waiting = misc.URI_MATCHER, url._URI_RE, http.cookiejar.IPV4_RE, eui48.RE_MAC_FORMATS[0], eui64.RE_EUI64_FORMATS[0]
assert [isinstance(one, str) for one in waiting] == [sys.argv[1] == "later"] * 5, waiting
for text in ("52:54:00:12:34:56", "5254.0012.3456", "00-1B-77-49-54-FD-00-01", "52:54:00"):
    print(eui48.valid_str(text), eui64.valid_str(text), EUI(text) if text.count(":") != 2 else None)
for text in ("http://[fe80::1%25eth0]:80/a%zz?b#c", "HTTPS://u:p@H.example:443/x y?z=%2f", "/only/path", "10.0.0.1:9",
             "http://[::g]/", "http://h:99999/"):
    try:
        print(url.parse_url(text))
    except LocationParseError as error:
        print("wrong", error)
print([http.cookiejar.is_HDN(text) for text in ("1.2.3.4", "a.example", ".example", "")],
      http.cookiejar.http2time("Wed, 09 Feb 1994 22:23:32 GMT"),
      http.cookiejar.split_header_words(['a="b; c"; d=e, f']))
for text in (
    "{'adminPass': 'se cret', \\"admin_password\\": \\"x\\", u'auth_token' : u'y'}", "password=one token = two",
    "<ADMINPASS>\\n s\\n </ADMINPASS>", "mysql --password two --auth-token\\t'three' other", "nothing to hide",
    "http://user:pass@host/path?token=4&b=5", "X-Auth-Token: 6; SECRET_uuid='7'",
):
    print(strutils.mask_password(text), strutils.mask_dict_password({"password": text, "other": [text]}))
for text in ("http://[::1]:80/a?b#c", "//h", "a b", "http://h", "rabbit://u:p@h:5672/v", "/x", "http://[::1"):
    reference = uri_reference(text)
    print(reference, validators.Validator().allow_schemes("http").validate(reference) if reference.scheme == "http"
          else reference.authority, reference.normalize())
print(strutils.string_to_bytes("1.5 GiB".replace(" ", ""), return_int=True), strutils.to_slug("A b--C!"))
"""


def _printed(how: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, how]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_libraries_answer_the_same() -> None:
    now, later = _printed("now"), _printed("later")
    assert "***" in now and "se cret" not in now
    assert later == now


def _run(program: str) -> str:
    command = [sys.executable, "-W", "error::UserWarning", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("before", ["", "import yaml", "libraries.wait()"])
def test_what_is_spared_can_be_loaded_later(before: str) -> None:
    program = f"""
import sys
from nova_lite import libraries
{before}
libraries.load()
print(hasattr(sys.modules.get("yaml"), "safe_load"))
import yaml
from kombu import serialization
print(yaml.safe_load("a: 1"), serialization.loads(*[serialization.dumps({{"b": 2}})[at] for at in (2, 0, 1)]))
"""
    expected = before != ""  # asking is a use
    assert _run(program) == f"{expected}\n{{'a': 1}} {{'b': 2}}\n"


def test_nobody_guesses_encodings() -> None:
    program = """
from nova_lite import libraries
libraries.load()
import requests
reply = requests.Response()
reply._content = "gr\u00fcn".encode()
print(requests.compat.chardet, ascii(reply.text))
"""
    assert _run(program) == "None 'gr\\xfcn'\n"


WAITED = """
import sys
from nova_lite import libraries
libraries.wait()
libraries.wait()

def waiting():
    return [name for name in ("asyncio", "jinja2", "yaml") if type(sys.modules[name]) is libraries.Later]

import asyncio, jinja2, yaml
import asyncio
print(waiting(), asyncio.__name__, asyncio.__file__.endswith("__init__.py"))
import asyncio.queues
print(waiting(), asyncio.run(asyncio.sleep(0, "slept")), hasattr(asyncio, "nothing"))
from jinja2 import Template
print(waiting(), Template("{{ a }}").render(a=1), hasattr(yaml, "nothing"), waiting(), yaml.safe_load("- 1"))
"""


def test_modules_wait_for_their_use() -> None:
    lines = _run(WAITED).splitlines()
    assert lines[0] == "['asyncio', 'jinja2', 'yaml'] asyncio True"
    assert lines[1] == "['jinja2', 'yaml'] slept False"
    assert lines[2] == "['yaml'] 1 False [] [1]"


def test_what_is_loaded_or_missing_does_not_wait() -> None:
    program = """
import json, sys
from nova_lite import libraries
for name in ("json", "not_there_at_all"):
    libraries.Later.stands_for(name)
print(type(json).__name__, sys.modules.get("not_there_at_all"))
"""
    assert _run(program) == "module None\n"


@pytest.mark.parametrize(("daemon", "used"), [("compute", []), ("api", ["asyncio"])])
def test_no_daemon_begins_with_what_waits(daemon: str, used: list[str]) -> None:
    program = f"""
import sys, warnings
warnings.simplefilter("ignore")
from nova_lite.cmd import {daemon}
from nova_lite import libraries
print([name for name in libraries.LATER if type(sys.modules[name]) is not libraries.Later])
"""
    assert _run(program) == f"{used}\n"


@pytest.mark.parametrize(
    "flags", [0, re.IGNORECASE, re.DOTALL | re.MULTILINE, re.VERBOSE | re.ASCII, re.UNICODE | re.DOTALL]
)
def test_flags_go_with_the_text(flags: int) -> None:
    text = r"^(a.b) | (?P<last>\w+)$"
    real, later = re.compile(text, flags), libraries.Pattern.of(text, flags)
    for given in ("a\nb", "A.B ", "x\na b y", "ä", "last"):
        for method in ("sub", "subn"):
            assert getattr(later, method)("-", given) == getattr(real, method)("-", given)
        assert later.split(given) == real.split(given) == re.split(later, given)
        assert later.findall(given) == real.findall(given)
        assert re.sub(later, "-", given) == re.sub(real, "-", given)
    assert later.groupindex == real.groupindex and later.flags == real.flags


def test_a_wrong_expression_is_found_at_its_use() -> None:
    later = libraries.Pattern.of("(")
    with pytest.raises(re.error):
        later.search("(")
