import type { ConnectionText } from '../connection-text.ts';

export const common = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  clear: 'Clear',
  copied: 'Copied',
  loading: 'Loading …',
  loadingMore: 'Loading more …',
  unknown: 'unknown',
  none: 'none',
  failedTitle: 'This could not be loaded',
  notAllowed: 'A viewer cannot do this: log in with a token of an operator.',
  stale: (age: string) => `The database is away: this is what was known ${age} ago.`,
  remembered: (age: string) => `As this browser saw it ${age} ago; catching up …`,
  ago: (age: string) => `${age} ago`,
  ahead: (age: string) => `in ${age}`,
  percent: (percent: number) => `${percent} %`,
  json: 'JSON',
  formatJson: 'Put in order',
  jsonFault: (line: number | null, column: number | null, message: string) =>
    line === null ? `This is no JSON. ${message}` : `Line ${line}, column ${column}: ${message}`,
  download: 'Download',
  showAll: 'Show all of it',
  showLess: 'Show less',
} as const;

export const connection: ConnectionText = {
  connecting: {
    label: 'Connecting',
    detail: () => 'The server is asked for news. If this lasts, too many of its pages may be open: close some.',
  },
  'catching-up': { label: 'Catching up', detail: () => 'What happened meanwhile is on its way.' },
  live: { label: 'Live', detail: (since) => `News arrives at once, since ${since}.` },
  'in-turns': {
    label: 'Every few seconds',
    detail: () =>
      'Many pages of Telltale are open in this browser, so this one asks every few seconds. Close some to see news at once.',
  },
  away: {
    label: 'Database away',
    detail: (since) =>
      `The server has had no connection to its database since ${since}. What is shown is what it knew last.`,
  },
  offline: {
    label: 'Offline',
    detail: (since) =>
      `No connection to the server since ${since}. It is tried again by itself; nothing will be missed.`,
  },
  resting: { label: 'Resting', detail: () => 'This page was hidden, and goes on when it is looked at.' },
  ended: { label: 'Up to date', detail: () => 'This run has ended: there is nothing more to come.' },
};
