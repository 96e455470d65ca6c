import { formatNumber } from '@telltale/core';

export const needsYou = {
  title: 'Needs you',
  tabTitle: (waiting: number) => (waiting === 0 ? 'Needs you' : `(${formatNumber(waiting)}) Needs you`),
  waiting: 'Waiting for an answer',
  list: 'Runs that wait for an answer',
  asked: 'asked',
  atStep: (step: string) => `step ${step}`,
  open: 'Open the run',
  more: 'Show more',
  taken: (title: string) => `Your answer was taken: “${title}” goes on.`,
  empty: 'Nothing waits for you',
  emptyDetail: 'When a run has a question for a person, it stands here with a place for the answer.',
  trouble: 'In trouble now',
  troubleNone: 'No run is stuck, looping or without a worker.',
  failed: 'Failed of late',
  failedNone: 'No run has failed.',
  all: (count: number) => `Show all ${formatNumber(count)}`,
} as const;
