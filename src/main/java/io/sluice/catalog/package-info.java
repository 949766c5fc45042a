/**
 * What there is to export: {@link io.sluice.catalog.Catalog} lists the connections, their buckets
 * and tables. It shows what callers may know of them; what the Storage API answers stays in the
 * room {@code storage}.
 */
package io.sluice.catalog;
