/**
 * A name as it is compared: of two names with one key and one type there is one entity. The same are
 *
 * - composed and decomposed letters (NFC), and large and small ones, with `ß` as `ss`;
 * - any white space, however much of it, and apostrophes and hyphens of any shape;
 * - a name with and without punctuation at its ends, unless it is nothing else (the band `!!!`).
 *
 * Accents tell names apart: `Pelé` is not `Pele`.
 */
export function nameKey(name: string): string {
  // To large letters first: only they make one of `ß` and `SS`, and of the forms of sigma.
  const even = name
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[‐‑–—]/g, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .normalize('NFC');
  return even.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '') || even;
}
