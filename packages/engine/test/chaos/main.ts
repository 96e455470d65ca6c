// Disturbs workers, database and runs, and checks that nothing is lost.
//   npm run chaos -- --help
import { randomInt } from 'node:crypto';
import { Arena, describeFindings } from './arena.ts';
import { type Arguments, HELP, readArguments } from './arguments.ts';
import { describeDeed } from './plan.ts';
import { describeRound, describeState, Summary } from './report.ts';
import type { RoundState } from './round.ts';

const out = process.stdout;
const LINE_EVERY_MS = 10_000;

/** Rewrites one line on a terminal; elsewhere says a line now and then. */
function createLiveLine(): (state: RoundState | null) => void {
  let saidMs = 0;
  return (state) => {
    if (out.isTTY) {
      out.write(`\r\x1b[K${state === null ? '' : describeState(state).slice(0, out.columns - 1)}`);
    } else if (state !== null && performance.now() - saidMs > LINE_EVERY_MS) {
      saidMs = performance.now();
      out.write(`${describeState(state)}\n`);
    }
  };
}

async function main({ seed: firstSeed, rounds, limitMs, runs, deeds }: Arguments): Promise<boolean> {
  const startedMs = performance.now();
  const summary = new Summary();
  const live = createLiveLine();
  await using arena = await Arena.open();
  for (let round = 0; round < rounds && performance.now() - startedMs < limitMs; round += 1) {
    const seed = firstSeed + round;
    const result = await arena.play({
      seed,
      lanes: runs,
      deeds,
      planned: (plan) => {
        out.write(`seed ${seed}: ${plan.map((deed) => `${describeDeed(deed)} at ${deed.after}`).join(', ')}\n`);
      },
      watch: live,
    });
    live(null);
    summary.add(result);
    const findings = describeFindings(result.findings);
    if (findings !== '') {
      out.write(
        `\n${summary}\n\n${findings}\n\n${await arena.keep(result)}\n\nAgain: ${arena.commandOf(seed, { lanes: runs, deeds })}\n`,
      );
      return false;
    }
    out.write(`${describeRound(result)}\n`);
  }
  out.write(`\n${summary}\n\nAll is well.\n`);
  return true;
}

try {
  const asked = readArguments(process.argv.slice(2), randomInt(1, 1_000_000));
  if (asked === 'help') out.write(HELP);
  else if (!(await main(asked))) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
