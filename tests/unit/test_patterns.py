# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Expressions that wait do what compiled ones do; the libraries that have them are loaded in processes of their own."""

import re
import subprocess
import sys

import pytest

from nova_lite import patterns

PROGRAM = """
import re, sys
compiled = re.compile
if sys.argv[1] == "later":
    from nova_lite import patterns
    patterns.load()
from oslo_utils import strutils
from rfc3986 import misc, uri_reference, validators
assert re.compile is compiled
assert isinstance(misc.URI_MATCHER, str) == (sys.argv[1] == "later")
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


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.DOTALL | re.MULTILINE, re.VERBOSE | re.ASCII])
def test_flags_go_with_the_text(flags: int) -> None:
    text = r"^(a.b) | (?P<last>\w+)$"
    real, later = re.compile(text, flags), patterns.Pattern.of(text, flags)
    for given in ("a\nb", "A.B ", "x\na b y", "ä", "last"):
        for method in ("sub", "subn"):
            assert getattr(later, method)("-", given) == getattr(real, method)("-", given)
        assert later.split(given) == real.split(given) == re.split(later, given)
        assert later.findall(given) == real.findall(given)
        assert re.sub(later, "-", given) == re.sub(real, "-", given)
    assert later.groupindex == real.groupindex and later.flags == real.flags


def test_a_wrong_expression_is_found_at_its_use() -> None:
    later = patterns.Pattern.of("(")
    with pytest.raises(re.error):
        later.search("(")
