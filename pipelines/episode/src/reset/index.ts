export { type LibraryExtent, planLibraryReset, type ResetLibraryOptions, resetLibrary } from './reset-library.ts';
