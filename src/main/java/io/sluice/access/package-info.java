/**
 * Who calls and what they may do. {@link io.sluice.access.Callers} makes a {@link
 * io.sluice.access.Caller} of a key or of what a provider's token says, by the rules of the
 * configuration and of a file that is read again ({@link io.sluice.access.AccessConfig}); a caller
 * has {@link io.sluice.access.Grants}, and is the first parameter of whatever they can come to.
 * {@link io.sluice.access.Audit} writes who changed what. Decision 0015 says why.
 */
package io.sluice.access;
