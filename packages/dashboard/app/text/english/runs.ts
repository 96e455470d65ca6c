import { formatDuration, formatNumber } from '@telltale/core';

const runsWord = (count: number) => (count === 1 ? '1 run' : `${formatNumber(count)} runs`);

export const runs = {
  title: 'Runs',
  tabTitle: (inTrouble: number) => (inTrouble === 0 ? 'Runs' : `(${formatNumber(inTrouble)}) Runs`),
  submit: 'Submit a run',
  list: 'Runs, newest first',

  counts: 'How the runs are doing',
  needLook: 'Need a look',
  others: 'The others',
  waiting: 'Waits for you',
  waitingMeaning: 'It waits for an answer of a person.',

  filters: 'Which runs are shown',
  searchLabel: 'Search',
  searchHint: 'Title, subject or pipeline',
  pipeline: 'Pipeline',
  allPipelines: 'All pipelines',
  subject: 'Subject',
  subjectHint: 'Exactly this one',
  onlyStatus: (words: string) => `Only status ${words}`,
  clear: 'Clear filters',
  shown: (count: number, hasMore: boolean) => (hasMore ? `The newest ${runsWord(count)}` : runsWord(count)),
  newOnes: (count: number) => (count === 1 ? '1 new run' : `${formatNumber(count)} new runs`),
  asOf: (time: string, age: string) =>
    `No news since ${time}, ${age} ago. This is how things were then; it goes on by itself.`,

  column: {
    verdict: 'State',
    run: 'Run',
    progress: 'Progress',
    left: 'Time left',
    activity: 'Last activity',
  },
  again: (number: number) => `run ${number}`,
  retry: 'retry',
  step: (number: number, of: number, name: string) => `step ${number} of ${of} · ${name}`,
  notBegun: 'not begun',
  progressOf: (title: string) => `Progress of ${title}`,
  took: (ms: number) => `took ${formatDuration(ms)}`,
  leftUnknown: 'unknown',
  leftOverdue: 'longer than before',

  empty: 'No runs yet',
  emptyDetail: 'Start the first one here, or from a terminal:',
  emptyCommand: 'telltale submit https://example.org/show/42 --watch',
  noneMatch: 'No run is like that',
  noneMatchDetail: 'None of the runs passes all of the filters.',
  offline: 'The runs cannot be loaded now',
} as const;
