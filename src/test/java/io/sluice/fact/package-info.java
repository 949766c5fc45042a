/**
 * What is known of the Storage API and of the clouds behind it, fact by fact: {@link
 * io.sluice.fact.Fact} lists them by the sections of storage-api.md, a test says with {@link
 * io.sluice.fact.Holds} which of them it holds, and FactsTest fails for a fact that no test holds.
 */
package io.sluice.fact;
