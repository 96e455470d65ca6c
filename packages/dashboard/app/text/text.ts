import { english } from './english/index.ts';

/** What the dashboard says, in the language of whoever reads it. A translation is another object of this shape. */
export const text = english;
