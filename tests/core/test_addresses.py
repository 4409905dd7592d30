"""Only the public internet is fetched from."""

from __future__ import annotations

import pytest

from classifier.core.addresses import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep the secrets of a machine
        "100.64.0.1",  # shared by the customers of a provider
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",  # mapped ones never come from a name server
        "::127.0.0.1",
        "64:ff9b::7f00:1",  # 127.0.0.1 through a translator
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",  # 127.0.0.1 through 6to4
        "2001:0:7f00:1::",  # Teredo
        "2001:db8::1",
        "100::1",
        "",
        "example.org",
        "2130706433",
    ],
)
def test_all_others(address):
    assert not is_public(address)
