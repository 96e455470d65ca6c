/** How often a worker writes its heartbeat, in ms. */
export const HEARTBEAT_EVERY_MS = 5_000;

/** A heartbeat of this age, in ms, means that the worker is gone: six were missed in a row. */
export const ORPHANED_AFTER_MS = 30_000;

/** How often the watchdog looks for runs without a worker, in ms. */
export const WATCHDOG_EVERY_MS = 10_000;

/** The silence, in ms, after which a run is stuck, unless its step says otherwise. */
export const STUCK_AFTER_MS = 900_000;

/** The silence, in ms, after which a run is quiet while nothing is known of what is usual. */
export const QUIET_AFTER_MS = 60_000;

/**
 * No silence shorter than this, in ms, is called quiet, however quick the past was: snapshots of progress are up to a
 * second apart, and a lamp that flickers tells nothing.
 */
export const QUIET_AT_LEAST_MS = 5_000;
