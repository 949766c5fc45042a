package io.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IANA's registries of special addresses (RFC 6890 and since), and what clouds reserve beside them.
 */
class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32", // Azure's host agent
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:10.0.0.0/104",
        "::ffff:168.63.129.16/128",
        "64:ff9b::a00:0/104",
        "64:ff9b::a83f:8110/128",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8"
      })
  void noAddressOfASpecialRangeIsPublic(String range) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(address(range, false))).as("first").isFalse();
    assertThat(PublicAddresses.isPublic(address(range, true))).as("last").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "64:ff9b::1.1.1.1",
        "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db9::",
        "2003::",
        "2a00:1450:4001::1",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff:1000::"
      })
  void theNeighboursOfSpecialRangesArePublic(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  /** Where the range begins or ends. An IPv4 address in IPv6's dress comes out as Java has it. */
  private static InetAddress address(String range, boolean last) throws UnknownHostException {
    int slash = range.indexOf('/');
    boolean mapped = range.startsWith("::ffff:");
    byte[] network = InetAddress.getByName(range.substring(0, slash)).getAddress();
    int free = (mapped ? 128 : 8 * network.length) - Integer.parseInt(range.substring(slash + 1));
    BigInteger spread =
        last ? BigInteger.ONE.shiftLeft(free).subtract(BigInteger.ONE) : BigInteger.ZERO;
    byte[] bytes = new BigInteger(1, network).or(spread).toByteArray();
    byte[] address = new byte[network.length];
    int length = Math.min(bytes.length, address.length);
    System.arraycopy(bytes, bytes.length - length, address, address.length - length, length);
    return InetAddress.getByAddress(address);
  }
}
