import { formatQuantity } from '@telltale/core';
import type { CommandContext } from '../command.ts';
import { ConfigError } from '../config/config-error.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wrapToCells } from '../format/cells.ts';
import { plain } from '../format/plain.ts';
import type { Output } from '../output.ts';
import { CHECKS } from './all-checks.ts';
import { fail, type Outcome } from './check.ts';
import * as machine from './checks/machine.ts';
import { openScene } from './open-scene.ts';
import { type Checked, runChecks } from './run-checks.ts';

const NAME_CELLS = Math.max(...CHECKS.map(({ name }) => name.length));
const MARKS = { ok: ['✓', 'green'], warn: ['!', 'yellow'], fail: ['✗', 'red'], skipped: ['–', 'dim'] } as const;

export async function doctor(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  await using stack = new AsyncDisposableStack();
  const count: Record<Outcome, number> = { ok: 0, warn: 0, fail: 0, skipped: 0 };
  for await (const checked of lookAtAll(stack, context)) {
    count[checked.outcome] += 1;
    output.record(checked);
    print(output, checked);
  }
  output.print();
  const troubles = `${formatQuantity(count.fail, 'failures')}, ${formatQuantity(count.warn, 'warnings')}`;
  output.print(count.fail + count.warn === 0 ? 'Everything is in place.' : `${troubles}.`);
  return count.fail === 0 ? EXIT.ok : EXIT.failed;
}

async function* lookAtAll(
  stack: AsyncDisposableStack,
  context: CommandContext,
): AsyncGenerator<Checked, void, undefined> {
  let loaded: LoadedConfig;
  try {
    loaded = await context.config();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Nothing else can be said without it.
    const hint = error.hint ?? '';
    for (const problem of error.problems) yield { check: machine.configuration.name, ...fail(problem, hint) };
    return;
  }
  yield* runChecks(CHECKS, openScene(stack, loaded));
}

function print(output: Output, { check, outcome, message, hint }: Checked): void {
  const [mark, colour] = MARKS[outcome];
  const indent = NAME_CELLS + 4;
  const lines = (text: string) => wrapToCells(plain(text), Math.max(20, output.columns - indent));
  const [first = '', ...rest] = lines(message);
  output.print(
    `${output.style(colour, mark)} ${check.padEnd(NAME_CELLS)}  ${outcome === 'skipped' ? output.style('dim', first) : first}`,
  );
  for (const line of rest) output.print(`${' '.repeat(indent)}${line}`);
  for (const line of hint === undefined ? [] : lines(`→ ${hint}`)) output.print(`${' '.repeat(indent)}${line}`);
}
