"""Which internet addresses a server may fetch from: those of the public internet, and none of its own house."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_UNICAST = IPv6Network("2000::/3")  # the part of IPv6 that is dealt out to the public
_WRAPPED = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4 and Teredo carry an IPv4 address on


def is_public(text: str) -> bool:
    """Tell whether an IP address belongs to the public internet; what is no address does not.

    Loopback, private, link-local (where clouds keep their metadata), shared, multicast and reserved addresses do not,
    nor does an IPv6 address in which an IPv4 one is wrapped up, whatever that is.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    return _is_public_v6(address)


def _is_public_v6(address: IPv6Address) -> bool:
    wrapped = any(address in network for network in _WRAPPED)
    return address in _UNICAST and not wrapped and address.is_global and not address.scope_id
