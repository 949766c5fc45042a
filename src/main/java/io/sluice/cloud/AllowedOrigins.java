package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which hosts may be asked for slices: the three clouds' storage hosts by https on port 443, and
 * what the configuration adds. The configured ones are trusted, even at private addresses.
 */
final class AllowedOrigins {
  private static final String AZURE =
      "[a-z0-9]{3,24}(-secondary)?\\.blob\\.core\\."
          + "(windows\\.net|chinacloudapi\\.cn|usgovcloudapi\\.net)";

  private static final Pattern AZURE_ACCOUNT = Pattern.compile(AZURE);

  /** Storage hosts alone: other services under these domains are open to anybody. */
  private static final Pattern CLOUD_STORAGE =
      Pattern.compile(
          "(.+\\.)?s3(-fips)?(\\.dualstack)?([.-][a-z]{2,4}(-[a-z]+)+-[0-9]+)?\\.amazonaws\\.com(\\.cn)?"
              + "|([a-z0-9._-]+\\.)?storage\\.googleapis\\.com"
              + "|"
              + AZURE);

  private final Set<Origin> origins = new HashSet<>();
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> suffixes = new HashSet<>();

  AllowedOrigins(CloudConfig config) {
    Stream.of(config.s3Endpoint(), config.gcsEndpoint(), config.azureEndpoint())
        .flatMap(Optional::stream)
        .forEach(endpoint -> origins.add(Origin.of(endpoint)));
    config.allowedHosts().orElse(List.of()).forEach(this::allow);
  }

  private void allow(String entry) {
    String host = entry.strip().toLowerCase(Locale.ROOT);
    if (host.contains("://")) {
      origins.add(Origin.of(URI.create(host)));
    } else if (host.startsWith(".")) {
      suffixes.add(host);
    } else {
      hosts.add(host);
    }
  }

  /** Whether the configuration names it; {@code slice-address-refused} where nothing allows it. */
  boolean trusted(Origin origin) {
    if (origins.contains(origin)) {
      return true;
    }
    if (origin.publicHttps() && configured(origin.host())) {
      return true;
    }
    if (cloudStorage(origin)) {
      return false;
    }
    throw new SluiceException(
        ErrorCode.SLICE_ADDRESS_REFUSED,
        "Slices may not come from "
            + origin
            + "; where that host is yours, add it to sluice.cloud.allowed-hosts");
  }

  /** Whether it is one of the three clouds' own storage hosts. */
  static boolean cloudStorage(Origin origin) {
    return origin.publicHttps() && CLOUD_STORAGE.matcher(origin.host()).matches();
  }

  /** Whether it is the blob host of an Azure account: a manifest names it whatever serves it. */
  static boolean azureAccount(String host) {
    return AZURE_ACCOUNT.matcher(host).matches();
  }

  private boolean configured(String host) {
    return hosts.contains(host) || suffixes.stream().anyMatch(host::endsWith);
  }
}
