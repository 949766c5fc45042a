/**
 * One project over HTTP: {@link io.sluice.storage.project.HttpStorageApi} knows its addresses,
 * {@link io.sluice.storage.project.ManifestClient} fetches manifests from the cloud without the
 * token, and {@link io.sluice.storage.project.JobPlaces} keeps to the number of jobs that the
 * project runs at once.
 */
package io.sluice.storage.project;
