/**
 * What DBOS knows as the application version: of the agreement between workers and clients about how a run stands in DBOS's
 * tables, not of any pipeline. DBOS lets a worker take only the runs of its own version, so this changes only when runs
 * that wait could not be run any more; how a pipeline goes on with what an older one began is its `continues`.
 */
export const ENGINE_VERSION = 'telltale-1';

/** The application that all runs belong to, in a DBOS database that others may share. */
export const APPLICATION_NAME = 'telltale';
