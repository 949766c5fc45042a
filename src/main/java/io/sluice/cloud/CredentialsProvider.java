package io.sluice.cloud;

import io.smallrye.mutiny.Uni;

/** Lends access to the slices of one file, and renews it; shared by all slices of an export. */
public interface CredentialsProvider {

  /** Access that is valid now, renewed beforehand where it is about to end. */
  Uni<CloudCredentials> current();

  /** Access other than the one that was refused; renewals asked for at once are made once. */
  Uni<CloudCredentials> replace(CloudCredentials refused);
}
