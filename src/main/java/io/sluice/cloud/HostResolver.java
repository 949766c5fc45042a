package io.sluice.cloud;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Names to addresses. */
public interface HostResolver {

  /** All addresses of the host; fails with an UnknownHostException. Never blocks the caller. */
  Uni<List<InetAddress>> resolve(String host);
}
