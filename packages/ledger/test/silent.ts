const nothing = () => undefined;

/** A logger for DBOS, which else tells the console of every failure that a test provokes. */
export const SILENT = { info: nothing, debug: nothing, warn: nothing, error: nothing };
