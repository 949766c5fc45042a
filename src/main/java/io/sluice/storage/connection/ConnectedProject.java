package io.sluice.storage.connection;

import io.sluice.storage.StorageApi;
import io.sluice.storage.lookup.KeptLookups;

/** One project as exports and as callers' questions see it. */
record ConnectedProject(StorageApi api, KeptLookups lookups) {}
