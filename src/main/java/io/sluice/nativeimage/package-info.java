/**
 * What the builder of a native executable must be told and metadata cannot say. Nothing here is
 * part of the running application: {@code ./mvnw -Dnative package} hands {@link
 * io.sluice.nativeimage.ArrowFeature} to {@code native-image}; everything else that it needs to
 * know of Arrow stands in {@code
 * META-INF/native-image/io.sluice/sluice/reachability-metadata.json}.
 */
package io.sluice.nativeimage;
