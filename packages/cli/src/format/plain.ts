import { stripVTControlCharacters } from 'node:util';

/** What steers a terminal or turns the direction of a line: neither may come out of data. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]/gu;

/** Text from outside as a terminal may be given it: on one line, without anything that a terminal would obey. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\r]+/g, ' ')
    .replace(UNPRINTABLE, '');
}
