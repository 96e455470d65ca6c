/**
 * What the dashboard says, in the language of whoever reads it. A translation is another folder with the same exports. They
 * are exports so that a page loads its own words, and not those of all.
 */
export * as text from './english/index.ts';
