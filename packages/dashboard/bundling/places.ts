import { resolve } from 'node:path';

/** The folder of this package. */
export const HOME = resolve(import.meta.dirname, '..');

/** The folder of the repository. */
export const ROOT = resolve(HOME, '../..');

/** What is built: `files` are served, beside them stands what is known of them. */
export const BUILT = resolve(HOME, 'built');
