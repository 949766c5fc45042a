package io.sluice.transfer.fetch;

import io.sluice.base.EventLoopContext;
import io.sluice.base.FairPermits;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudRequests;
import io.sluice.transfer.TransferConfig;
import io.sluice.transfer.http.SliceClient;
import io.sluice.transfer.part.PartStore;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What all transfers of the process share.
 *
 * @param contexts as many as there are permits: streams are spread over the event loops
 */
record TransferResources(
    Vertx vertx,
    Timekeeper time,
    TransferConfig config,
    CloudRequests requests,
    SliceClient client,
    PartStore store,
    FairPermits permits,
    List<EventLoopContext> contexts) {}
