import { formatAge, formatNumber } from '@telltale/core';

const runsWord = (count: number) => (count === 1 ? '1 run' : `${formatNumber(count)} runs`);
const waits = (count: number) => (count === 1 ? 'waits' : 'wait');

export const workers = {
  title: 'Workers',
  showStopped: 'Show workers that have stopped',
  list: 'Workers',
  state: { alive: 'Alive', silent: 'Silent', stopped: 'Stopped' },
  heartbeat: (age: string) => `last heard from ${age} ago`,
  heartbeatLimit: (limitMs: number) => `A worker that is silent for ${formatAge(limitMs)} counts as gone.`,
  silentWhy: 'Its runs are moved to another worker. See whether its process still runs.',
  on: (host: string, pid: number) => `on ${host}, process ${pid}`,
  version: 'Version',
  otherVersion: (server: string) => `not that of the server, ${server}`,
  started: 'Started',
  stopped: 'Stopped',
  queues: 'Takes runs from',
  load: 'In hand',
  loadOf: (inHand: number, most: number) => `${formatNumber(inHand)} of at most ${formatNumber(most)} runs`,
  loadUnknown: (inHand: number) => runsWord(inHand),
  loadLabel: (worker: string) => `Load of ${worker}`,
  runsInHand: (worker: string) => `Runs in the hands of ${worker}`,
  moreRuns: (count: number) => `and ${formatNumber(count)} more`,
  empty: 'No worker is running',
  emptyDetail: 'Runs wait in their queues until one takes them. Start one in a terminal:',
  command: 'telltale worker',
  nobody: (queued: number, queue: string) =>
    `${runsWord(queued)} ${waits(queued)} in “${queue}” and no worker takes them.`,
  nobodyTitle: 'Runs wait in vain',
  nobodyHint: 'Start a worker that has this pipeline:',

  queuesTitle: 'Queues',
  noQueues: 'No worker listens to a queue, and no run waits.',
  queue: 'Queue',
  queued: 'Waiting',
  oldest: 'Longest wait',
  listening: 'Workers',
  concurrency: 'At a time, each',
  nobodyListens: 'nobody',

  serverTitle: 'Server',
  upSince: 'Up since',
  database: 'Database',
  databaseState: { up: 'Connected', away: 'Away' },
  stream: 'Live news',
  streamState: { live: 'Live', away: 'Interrupted' },
  since: 'since',
  clients: (count: number) =>
    count === 1 ? '1 page or program follows' : `${formatNumber(count)} pages or programs follow`,
} as const;
