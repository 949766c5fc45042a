package io.sluice.cloud;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names as a test says; all others are Amazon's. Keeps what was asked for. */
final class FakeDns implements HostResolver {
  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  FakeDns with(String host, String... literals) {
    names.put(host, Arrays.stream(literals).map(FakeDns::address).toList());
    return this;
  }

  List<String> asked() {
    return asked;
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    asked.add(host);
    List<InetAddress> addresses = names.getOrDefault(host, List.of(address("52.219.170.1")));
    return addresses.isEmpty()
        ? Uni.createFrom().failure(new UnknownHostException(host))
        : Uni.createFrom().item(addresses);
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException notALiteral) {
      throw new IllegalArgumentException(literal, notALiteral);
    }
  }
}
