import { parseArgs } from 'node:util';

export interface Arguments {
  readonly seed: number;
  /** Rounds to play at most, each with the next seed. */
  readonly rounds: number;
  /** No round begins after so many ms. */
  readonly limitMs: number;
  readonly runs: number;
  readonly deeds: number;
}

const DEFAULTS = { minutes: 5, runs: 6, deeds: 24 } as const;

/** What was asked for, or `help`. Throws an error that says what is wrong. */
export function readArguments(args: readonly string[], randomSeed: number): Arguments | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      seed: { type: 'string' },
      rounds: { type: 'string' },
      minutes: { type: 'string' },
      runs: { type: 'string' },
      deeds: { type: 'string' },
    },
  });
  if (values.help) return 'help';
  const rounds = values.rounds === undefined ? Number.POSITIVE_INFINITY : count('--rounds', values.rounds);
  const minutes = values.minutes === undefined ? DEFAULTS.minutes : count('--minutes', values.minutes);
  return {
    seed: values.seed === undefined ? randomSeed : count('--seed', values.seed),
    rounds,
    limitMs: values.rounds !== undefined && values.minutes === undefined ? Number.POSITIVE_INFINITY : minutes * 60_000,
    runs: values.runs === undefined ? DEFAULTS.runs : count('--runs', values.runs),
    deeds: values.deeds === undefined ? DEFAULTS.deeds : count('--deeds', values.deeds),
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`${option} has to be a whole number from 1; it is ${JSON.stringify(text)}.`);
}

export const HELP = `npm run chaos -- [options]

Two workers in processes of their own run a pipeline, on a Postgres of its own. Meanwhile a script kills, freezes and
stops workers, ends connections, restarts and crashes the database, and pauses, resumes, cancels and retries runs. After
each round checks compare what really happened, which the workers write to a file, with what the database says.

What is done, to whom and after how many items comes from the seed; how far each process is at that moment does not.

Options
  --seed n       the first round's seed; each further round takes the next. Default: a random one
  --minutes n    no round begins after n minutes. Default: ${DEFAULTS.minutes}
  --rounds n     play so many rounds, however long they take (or until --minutes are over)
  --runs n       runs in flight at a time. Default: ${DEFAULTS.runs}
  --deeds n      how much is done in a round. Default: ${DEFAULTS.deeds}
  --help

It stops at the first round in which something is not as it has to be, with exit code 1: it then says what, keeps the
database and the logs, says where, and how to play that round again.

Examples
  npm run chaos -- --minutes 30
  npm run chaos -- --seed 7 --rounds 1
`;
