import type { ContenderGroup } from '../../../harness/throughput-table.ts';
import { bulkContenders } from './bulk-sql.ts';
import { dbosSteps } from './dbos.ts';
import { graphileJobs } from './graphile.ts';
import { plainContenders } from './plain-sql.ts';
import { awaitedItems, otherwise, unawaitedEvents, unawaitedItems } from './recorder.ts';

/** Everything that is measured on a disk as it is, in the order of the table. */
export const CONTENDERS: readonly ContenderGroup[] = [
  {
    title: 'The ledger',
    contenders: [
      awaitedItems(1, 1, 1),
      awaitedItems(20, 1, 6),
      awaitedItems(200, 1, 8),
      awaitedItems(1, 20, 3),
      awaitedItems(20, 20, 8),
      unawaitedItems,
      unawaitedEvents,
    ],
  },
  { title: 'The ledger, had we made its table otherwise', contenders: otherwise },
  {
    title: 'Engines and queues',
    contenders: [
      dbosSteps(1, 1, 0.3),
      dbosSteps(20, 1, 0.3),
      dbosSteps(1, 20, 0.4),
      graphileJobs({ enqueue: true }),
      graphileJobs({ enqueue: false }),
    ],
  },
  { title: 'By hand, item by item', contenders: plainContenders },
  { title: 'By hand, in bulk', contenders: bulkContenders },
];

/** What is measured once more on a disk whose fsync takes 1 ms longer. */
export const SLOW_CONTENDERS: ContenderGroup = {
  title: 'With 1 ms more for each fsync',
  contenders: [
    awaitedItems(1, 1, 0.1),
    awaitedItems(20, 1, 2),
    awaitedItems(20, 20, 4),
    dbosSteps(1, 1, 0.1),
    dbosSteps(20, 1, 0.1),
    graphileJobs({ enqueue: true }),
    ...plainContenders.filter(({ name }) => name === 'commit').map((commit) => ({ ...commit, share: 0.1 })),
  ].map((contender) => ({ ...contender, name: `slow-${contender.name}` })),
};
