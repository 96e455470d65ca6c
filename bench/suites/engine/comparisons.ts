import { type Comparison, times } from '../../harness/comparisons.ts';

/** What the figures are called in the table. */
export const FIGURE_TITLES: Readonly<Record<string, string>> = {
  begunP50: 'submit to begin, p50',
  itemsPerSecond: 'rate',
  unitMs: 'time of one',
  statements: 'statements a minute',
  clientMs: 'CPU, process',
  serverMs: 'CPU, server',
};

export const COMPARISONS: readonly Comparison[] = [
  times('begunP50', 'start', 'dbos-start-1000'),
  times('begunP50', 'start', 'dbos-start-100'),
  times('begunP50', 'start', 'dbos-start-20'),
  times('itemsPerSecond', 'steps-1', 'dbos-steps-1'),
  times('itemsPerSecond', 'steps-10', 'dbos-steps-10'),
  times('unitMs', 'steps-1', 'dbos-steps-1'),
  times('unitMs', 'steps-1-10ms', 'dbos-steps-1-10ms'),
  times('itemsPerSecond', 'items-1', 'dbos-items-1'),
  times('itemsPerSecond', 'items-20', 'dbos-items-20'),
  times('itemsPerSecond', 'items-200', 'dbos-items-20'),
  times('itemsPerSecond', 'actions-1', 'dbos-items-1'),
  times('itemsPerSecond', 'actions-20', 'dbos-items-20'),
  times('statements', 'idle-1', 'dbos-idle-1-1000'),
  times('statements', 'idle-4', 'dbos-idle-4-1000'),
  times('statements', 'idle-1', 'dbos-idle-1-100'),
  times('statements', 'idle-4', 'dbos-idle-4-100'),
];
