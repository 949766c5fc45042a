package io.sluice.cloud;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public internet from those that a hostile manifest would aim at: loopback,
 * link-local (metadata services), private, shared, multicast and reserved ranges (IANA's registries
 * of special addresses, RFC 6890), and the public address that a cloud serves its own hosts on.
 *
 * <p>Netty's {@code IpSubnetFilterRule} is no substitute: it finds {@code fc00::} inside of {@code
 * 2000::/3}.
 */
final class PublicAddresses {
  private static final class Range {
    private final byte[] network;
    private final int bits;

    private Range(byte[] network, int bits) {
      this.network = network;
      this.bits = bits;
    }

    static Range of(String cidr) {
      int slash = cidr.indexOf('/');
      return new Range(
          literal(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Range> NOT_PUBLIC =
      List.of(
          Range.of("0.0.0.0/8"),
          Range.of("10.0.0.0/8"),
          Range.of("100.64.0.0/10"),
          Range.of("127.0.0.0/8"),
          Range.of("168.63.129.16/32"), // Azure's host agent
          Range.of("169.254.0.0/16"),
          Range.of("172.16.0.0/12"),
          Range.of("192.0.0.0/24"),
          Range.of("192.0.2.0/24"),
          Range.of("192.31.196.0/24"),
          Range.of("192.52.193.0/24"),
          Range.of("192.88.99.0/24"),
          Range.of("192.168.0.0/16"),
          Range.of("192.175.48.0/24"),
          Range.of("198.18.0.0/15"),
          Range.of("198.51.100.0/24"),
          Range.of("203.0.113.0/24"),
          Range.of("224.0.0.0/3"),
          Range.of("2001::/23"),
          Range.of("2001:db8::/32"),
          Range.of("2002::/16"),
          Range.of("2620:4f:8000::/48"),
          Range.of("3fff::/20"));

  /** All of IPv6 that is handed out to the public; everything outside is special. */
  private static final Range GLOBAL_UNICAST = Range.of("2000::/3");

  /** NAT64: an IPv4 address in its last four bytes, as IPv6-only clusters see it. */
  private static final Range NAT64 = Range.of("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (NAT64.contains(bytes)) {
      return outsideSpecialRanges(Arrays.copyOfRange(bytes, 12, 16));
    }
    boolean global = bytes.length == 4 || GLOBAL_UNICAST.contains(bytes);
    return global && outsideSpecialRanges(bytes);
  }

  private static boolean outsideSpecialRanges(byte[] address) {
    return NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }

  private static byte[] literal(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(address, impossible);
    }
  }
}
