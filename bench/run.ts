// Runs a suite of benchmarks: progress on stderr, the report on stdout.
//   npm run bench -- --help
import { type Arguments, helpText, readArguments } from './harness/arguments.ts';
import { formatDuration } from './harness/format.ts';
import { interleave } from './harness/interleave.ts';
import { loadFact, machineFacts } from './harness/machine.ts';
import { createProgressLines } from './harness/progress-lines.ts';
import { SUITES } from './suites/index.ts';

async function runSuite({ suite, cases, repeats, items, quick }: Arguments): Promise<void> {
  const write = (text: string): void => void process.stderr.write(text);
  const machine = machineFacts();
  const loadBefore = loadFact();
  const skipped: string[] = [];
  const skip = (what: string): void => {
    skipped.push(what);
    write(`skipped: ${what}\n`);
  };
  write(`${suite.name}: starting the servers\n`);
  const startedMs = performance.now();
  await using open = await suite.open({ cases, items, quick, skip });
  const results = await interleave({ cases: open.cases, repeats, progress: createProgressLines(write) });
  const seconds = (performance.now() - startedMs) / 1000;
  const facts = [
    ...machine,
    ...open.facts,
    `load when it began: ${loadBefore}; when it ended: ${loadFact()}`,
    `repeats: ${repeats}, interleaved; items: ${items}, each case its own multiple; took ${formatDuration(seconds)}`,
    ...skipped.map((what) => `skipped: ${what}`),
  ];
  const title = `## ${suite.name}${quick ? ' (--quick)' : ''}`;
  console.log([title, facts.map((fact) => `- ${fact}`).join('\n'), open.report(results)].join('\n\n'));
}

// The pool that DBOS makes begins with two statements at once, of which pg says that a later version will refuse it.
process.noDeprecation = true;
try {
  const asked = readArguments(process.argv.slice(2), SUITES);
  if (asked === 'help') console.log(helpText(SUITES));
  else await runSuite(asked);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
