import { parseArgs } from 'node:util';
import type { Suite } from './suite.ts';

export interface Arguments {
  readonly suite: Suite;
  readonly cases: ReadonlySet<string>;
  readonly repeats: number;
  readonly items: number;
  readonly quick: boolean;
}

const FULL = { repeats: 5, items: 5_000 };
const QUICK = { repeats: 2, items: 500 };

/** What was asked for, or `help`. Throws an error that says what is wrong and what would be right. */
export function readArguments(args: readonly string[], suites: readonly Suite[]): Arguments | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      repeats: { type: 'string' },
      items: { type: 'string' },
    },
  });
  if (values.help || positionals.length === 0) return 'help';
  const suite = suites.find(({ name }) => name === positionals[0]);
  const names = suites.map(({ name }) => name).join(', ');
  if (suite === undefined) throw new Error(`There is no suite ${positionals[0]}. The suites are: ${names}.`);
  if (positionals.length > 1) throw new Error(`One suite at a time; also given: ${positionals.slice(1).join(' ')}.`);
  const defaults = values.quick ? QUICK : FULL;
  return {
    suite,
    cases: chooseCases(suite.caseNames, values.only),
    repeats: count('--repeats', values.repeats, defaults.repeats, 1),
    items: count('--items', values.items, defaults.items, 100),
    quick: values.quick,
  };
}

/** `--only a,b` takes the case of each name, else all whose names begin with it. */
function chooseCases(all: readonly string[], only: string | undefined): Set<string> {
  if (only === undefined) return new Set(all);
  return new Set(
    only.split(',').flatMap((wanted) => {
      const found = all.includes(wanted) ? [wanted] : all.filter((name) => name.startsWith(wanted));
      if (found.length === 0)
        throw new Error(`No case is named ${wanted}, or begins so. The cases are: ${all.join(', ')}.`);
      return found;
    }),
  );
}

function count(option: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${option} has to be a whole number of at least ${least}; it is ${text}.`);
}

export function helpText(suites: readonly Suite[]): string {
  return `npm run bench -- <suite> [options]

Measures, on a Postgres of its own with fsync on, and prints one report in Markdown. Progress goes to stderr, so
"npm run --silent bench -- ledger > report.md" keeps the report alone.

Every case runs once in each repeat, on a fresh database, each repeat in another order. Figures are medians over the
repeats, with [least–most]. Ratios are taken within each repeat first. Trust the ratios: rates depend on the machine, and
on what else runs on it.

Options
  --quick        ${QUICK.repeats} repeats of short runs (2 to 5 minutes): for a look, not for publication
  --only a,b     only these cases; a name stands for all that begin with it, unless a case has just that name
  --repeats n    default ${FULL.repeats}
  --items n      the size of a case; each takes its own multiple of it. Default ${FULL.items}
  --help

Suites
${suites.map(({ name, summary, caseNames }) => `  ${name}: ${summary}\n${wrap(caseNames)}`).join('\n')}

Examples
  npm run bench -- ledger --quick
  npm run bench -- ledger --only recorder,dbos --repeats 3
  npm run bench -- ledger --only latency
`;
}

const LINE_WIDTH = 116;

function wrap(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < LINE_WIDTH) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`    ${name}`);
  }
  return lines.join('\n');
}
