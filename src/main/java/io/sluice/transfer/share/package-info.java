/** A bounded number of permits, shared out fairly: {@link io.sluice.transfer.share.FairPermits}. */
package io.sluice.transfer.share;
