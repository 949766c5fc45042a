package io.sluice.store;

/**
 * What every store promises, with its claims and its changes. An implementation's test extends
 * this; it says how a process is started, and how time passes.
 */
public abstract class StoreContract
    implements InsertionContract,
        LookupContract,
        PageContract,
        SaveContract,
        RemovalContract,
        ClaimsContract,
        ChangesContract,
        RaceContract {}
