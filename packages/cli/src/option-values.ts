import { InvalidArgumentError } from 'commander';

/** A whole number, 0 or more. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The moment that `90s`, `30m`, `2h`, `7d` or `1w` ago was, or that was given as a date; in ISO 8601. */
export function momentAgo(text: string): string {
  return momentOf(text, -1).toISOString();
}

/** The same for a moment to come. */
export function momentAhead(text: string): Date {
  const moment = momentOf(text, 1);
  if (moment.getTime() <= Date.now()) throw new InvalidArgumentError('It has to be in the future.');
  return moment;
}

function momentOf(text: string, direction: 1 | -1): Date {
  const [, count, unit] = /^(\d{1,9})([smhdw])$/.exec(text) ?? [];
  const ms = unit === undefined ? Date.parse(text) : Date.now() + direction * Number(count) * (UNIT_MS[unit] ?? 0);
  const moment = new Date(ms);
  if (Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('Give it as 90s, 30m, 2h, 7d or 1w, or as a date.');
  return moment;
}

/** Words of a fixed list, with commas between them. */
export function wordsOf<const T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    const words = text.split(',').map((word) => word.trim());
    const unknown = words.filter((word) => !known.some((one) => one === word));
    if (unknown.length > 0)
      throw new InvalidArgumentError(`There is no ${unknown.join(', ')}; there is ${known.join(', ')}.`);
    return words as unknown as readonly T[];
  };
}

/** What is no JSON is text, so that nobody has to quote it twice. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
