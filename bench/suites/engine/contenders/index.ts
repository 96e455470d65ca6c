import type { ContenderGroup } from '../../../harness/throughput-table.ts';
import { dbosItems, engineActions, engineItems } from './items.ts';
import { dbosSteps, engineSteps } from './steps.ts';

export const STEP_CONTENDERS: readonly ContenderGroup[] = [
  {
    title: 'The engine',
    contenders: [
      engineSteps({ runsAtOnce: 1, stepMs: 0, share: 0.2 }),
      engineSteps({ runsAtOnce: 10, stepMs: 0, share: 0.4 }),
      engineSteps({ runsAtOnce: 1, stepMs: 10, share: 0.05 }),
    ],
  },
  {
    title: 'DBOS alone',
    contenders: [
      dbosSteps({ runsAtOnce: 1, stepMs: 0, share: 0.2 }),
      dbosSteps({ runsAtOnce: 10, stepMs: 0, share: 0.4 }),
      dbosSteps({ runsAtOnce: 1, stepMs: 10, share: 0.05 }),
    ],
  },
];

export const ITEM_CONTENDERS: readonly ContenderGroup[] = [
  { title: 'Items', contenders: [engineItems(1, 1), engineItems(20, 6), engineItems(200, 8)] },
  { title: 'Actions', contenders: [engineActions(1, 0.6), engineActions(20, 3)] },
  { title: 'DBOS alone', contenders: [dbosItems(1, 0.3), dbosItems(20, 0.3)] },
];
