package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.storage.response.ManifestReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A manifest, read for a file in each cloud: slices lie under the file's prefix alone. */
final class ManifestTarget implements Target {
  private static final Set<ErrorCode> KNOWN =
      Set.of(ErrorCode.STORAGE_PROTOCOL, ErrorCode.SLICE_ADDRESS_REFUSED);
  private static final List<CloudCredentials> ACCESSES =
      List.of(
          new CloudCredentials.Aws(
              "eu-central-1",
              "files",
              "exp-15/1.csv",
              Secret.of("AKIALENTKEY"),
              Secret.of("lent/secret+key"),
              Secret.of("lent-session=="),
              Optional.empty()),
          new CloudCredentials.Gcp(
              "files", "exp-15/1.csv", Secret.of("ya29.lent-token"), Optional.empty()),
          new CloudCredentials.Azure(
              URI.create("https://files.blob.core.windows.net"),
              "exp-15",
              "1.csv",
              Secret.of("sig=lent%2Fsignature"),
              Optional.empty()));

  private final JsonMutator mutator = new JsonMutator();

  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    return mutator.mutate(choices.of(corpus), choices.of(corpus), choices);
  }

  @Override
  public String run(byte[] bytes) {
    int read = 0;
    for (CloudCredentials access : ACCESSES) {
      read += read(access, bytes);
    }
    return read > 0 ? "ok" : "refused";
  }

  private static int read(CloudCredentials access, byte[] bytes) {
    FileDetail file =
        new FileDetail(7, "x", true, Secret.of("https://m?sig=1"), OptionalLong.empty(), access);
    try {
      Manifest manifest =
          new ManifestReader(Secrets.errors(new ManualTimekeeper())).read(file, bytes);
      List<String> addresses = manifest.slices().stream().map(SliceAddress::value).toList();
      assertThat(addresses).doesNotHaveDuplicates().allSatisfy(ManifestTarget::isUnderThePrefix);
      Secrets.areNotIn(manifest.toString());
      return addresses.isEmpty() ? 0 : 1;
    } catch (SluiceException e) {
      assertThat(KNOWN).contains(e.code());
      Secrets.areNotIn(e);
      return 0;
    }
  }

  /** However often somebody on the way decodes it. */
  private static void isUnderThePrefix(String address) {
    String decoded = address;
    for (int i = 0; i < 3; i++) {
      decoded = decoded(decoded);
      assertThat(decoded)
          .contains("files")
          .contains("exp-15/1.csv")
          .doesNotContainPattern("(^|/)\\.{1,2}(/|$)")
          .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
