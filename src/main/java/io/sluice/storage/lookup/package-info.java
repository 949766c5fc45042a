/**
 * Questions of callers, kept apart from the exports: {@link io.sluice.storage.lookup.KeptLookups}
 * answers equal ones by one request, {@link io.sluice.storage.lookup.LookupPlaces} lets few be
 * asked at once.
 */
package io.sluice.storage.lookup;
