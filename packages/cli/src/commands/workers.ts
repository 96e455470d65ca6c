import type { AnswerOf } from '@telltale/api';
import { formatAge } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { printTable } from '../format/print-table.ts';
import type { Column } from '../format/table.ts';

type Worker = AnswerOf<'listWorkers'>['workers'][number];
type Queue = AnswerOf<'listQueues'>['queues'][number];

interface WorkersOptions {
  readonly all?: true;
}

export const addWorkers: AddCommand = (program, run) => {
  program
    .command('workers')
    .summary('list workers and the queues that they take runs from')
    .description(
      'Lists who executes runs, how long ago each was heard from, and how many runs wait in which queue. Warns of queues in which runs wait and from which nobody takes them.',
    )
    .option('-a, --all', 'also workers that have stopped')
    .addHelpText(
      'after',
      `
Examples:
  telltale workers
  telltale workers --all
  telltale workers --json`,
    )
    .action(run(workers));
};

async function workers(context: CommandContext, { all }: WorkersOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const [{ workers: known }, { queues }] = await Promise.all([
    api.listWorkers(all ? { stopped: true } : {}, { signal }),
    api.listQueues({}, { signal }),
  ]);
  for (const worker of known) output.record({ worker });
  for (const queue of queues) output.record({ queue });
  if (known.length === 0)
    output.print('No worker is there. Start one with "telltale worker", or everything with "telltale start".');
  else printTable(output, known, WORKER_COLUMNS);
  output.print();
  if (queues.length > 0) printTable(output, queues, QUEUE_COLUMNS);
  for (const { queue, queued } of queues.filter(isUnattended)) {
    const waiting = queued === 1 ? '1 run waits' : `${queued} runs wait`;
    output.note(`Warning: ${waiting} in queue ${queue}, and no live worker takes runs from it.`);
  }
}

function isUnattended({ queued, workers: alive }: Queue): boolean {
  return queued > 0 && alive === 0;
}

const WORKER_COLUMNS: readonly Column<Worker>[] = [
  { title: 'WORKER', text: ({ workerId }) => workerId },
  {
    title: 'STATE',
    text: ({ alive, stoppedAt }) => (alive ? 'alive' : stoppedAt === null ? 'silent' : 'stopped'),
    colour: ({ alive, stoppedAt }) => (alive ? 'green' : stoppedAt === null ? 'red' : 'dim'),
  },
  { title: 'HEARD FROM', text: ({ silentMs }) => `${formatAge(silentMs)} ago` },
  { title: 'HOST', text: ({ host, pid }) => `${host} (pid ${pid})`, dropOrder: 2 },
  { title: 'VERSION', text: ({ version }) => version, dropOrder: 3 },
  { title: 'QUEUES', text: ({ queues }) => queues.join(', '), dropOrder: 1 },
];

const QUEUE_COLUMNS: readonly Column<Queue>[] = [
  { title: 'QUEUE', text: ({ queue }) => queue },
  { title: 'WAITING', text: ({ queued }) => String(queued), align: 'right' },
  { title: 'LONGEST', text: ({ oldestMs }) => (oldestMs === null ? '' : formatAge(oldestMs)), align: 'right' },
  {
    title: 'WORKERS',
    text: (queue) => (queue.workers === 0 ? 'none' : String(queue.workers)),
    colour: (queue) => (isUnattended(queue) ? 'red' : undefined),
    align: 'right',
  },
];
