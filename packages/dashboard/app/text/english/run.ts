import { formatNumber, singular } from '@telltale/core';
import { runCard } from './run-card.ts';
import { runControls } from './run-controls.ts';

/** The top of a run's page. */
export const run = {
  tabTitle: (lead: string, title: string) => `${lead} · ${title}`,
  percentLead: (percent: number) => `${percent} %`,
  announce: (verdict: string, place: string | null) => (place === null ? `${verdict}.` : `${verdict}: ${place}.`),
  place: (number: number, of: number, name: string) => `step ${number} of ${of}, ${name}`,

  noNews: (time: string) => `No news since ${time}. This is how the run was then; what happens meanwhile is not lost.`,
  notFound: {
    title: 'There is no such run',
    remembered: 'This run is not on the server any more. This browser remembers how it was:',
    home: 'Go to the runs',
  },
  refused: 'This run could not be loaded',

  facts: 'About this run',
  subject: 'Subject',
  pipeline: 'Pipeline',
  pipelineAndVersion: (pipeline: string, version: string) => `${pipeline}, version ${version}`,
  number: 'Run',
  runNumber: (number: number) => `#${number}`,
  otherRuns: (number: number) => `Run ${number} of this subject; show all its runs`,
  submitted: 'Submitted',
  submittedBy: (by: string) => `by ${by}`,
  started: 'Started',
  ended: 'Ended',
  worked: 'Time at work',
  worker: 'Worker',
  attempt: (attempt: number) => `attempt ${attempt}`,
  priority: 'Priority',
  tokens: 'Tokens',
  tokenCounts: (input: string, output: string) => `${input} in, ${output} out`,
  cost: 'Cost',
  whole: 'Whole run',
  goesOnFrom: 'Goes on from',
  goesOnAs: 'Goes on as',
  fromStep: (step: string) => `from step ${step}`,
  episode: 'Open the episode',
  reason: (reason: string) => `“${reason}”`,
  because: 'Reason',

  controls: runControls,
  card: runCard,

  rail: {
    title: 'Steps',
    ofCount: (behind: number, of: number) => `${behind} of ${of} done`,
    show: (step: string) => `Show only what step ${step} did`,
    showAll: 'Show all steps',
    of: (number: number, of: number) => `Step ${number} of ${of}`,
    retries: (count: number) => (count === 1 ? '1 retry' : `${count} retries`),
    takes: (range: string) => `takes ${range}`,
    itemRetries: (count: number) => (count === 1 ? '1 retry of an item' : `${count} retries of items`),
    attempt: (duration: string) => `${duration} in this attempt`,
    tryingAgain: (wait: string) => `trying again in ${wait}`,
    rerun: (step: string) => `Rerun from step ${step}`,
    stopReason: (reason: string) => STOP_REASONS[reason] ?? reason,
    kept: 'done by an earlier run',
    progress: (step: string) => `Progress of step ${step}`,
    none: 'Its steps are not known yet.',
  },

  failure: {
    title: 'Why it failed',
    attemptTitle: (step: string) => `The last attempt of step ${step} failed`,
    outside: 'outside its steps',
    where: (step: string, item: string | null) => (item === null ? `step ${step}` : `step ${step}, at “${item}”`),
    causes: 'Caused by',
    tried: 'What was tried',
    source: 'Source',
    outcome: 'Outcome',
    openActions: 'Running when it failed',
    lastActions: 'What it did last',
    next: 'What can be done',
    showTimeline: 'See what it did',
    editEpisode: 'Change the episode',
    retryItems: (many: number, unit: string) =>
      `Retry ${formatNumber(many)} failed ${many === 1 ? singular(unit) : unit}`,
  },
} as const;

const STOP_REASONS: Readonly<Record<string, string>> = {
  paused: 'stopped for the pause',
  cancelled: 'stopped by the cancellation',
  interrupted: 'interrupted: its worker let go of it',
};
