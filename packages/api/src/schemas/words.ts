// Words that parameters and answers can have. Not beside their schemas: who offers them as a choice, as a browser does, need not
// load what checks data.

/** How passages are searched for. */
export const SEARCH_MODES = ['hybrid', 'words', 'meaning'] as const;

/** As what a transcript can be downloaded. */
export const TRANSCRIPT_FORMATS = ['vtt', 'text'] as const;

/**
 * How a step tells of its work: item by item, as counts of its own, or only that it runs. `waiting`: it has not begun.
 */
export const STEP_KINDS = ['items', 'counts', 'whole', 'waiting'] as const;

export const ROLES = ['viewer', 'operator'] as const;
/** `viewer` reads; `operator` may also submit and control runs. */
export type Role = (typeof ROLES)[number];
