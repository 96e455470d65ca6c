import { DBOS } from '@dbos-inc/dbos-sdk';
import { chunks, inLanes } from '../../../harness/lanes.ts';
import type { Contender } from '../../../harness/throughput.ts';
import { RESULT } from '../item-events.ts';

/** Twice the default: no lane ever waits for a connection. */
const POOL_SIZE = 20;

const silence = { info: ignore, debug: ignore, warn: ignore, error: (message: unknown) => console.error(message) };

export function configureDbos(url: string): void {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: POOL_SIZE, logger: silence });
}

/** One `DBOS.runStep` per item, in so many workflows at once, each with so many lanes. */
export function dbosSteps(lanes: number, workflows: number, share: number): Contender {
  return {
    name: workflows === 1 ? `dbos-${lanes}` : `dbos-${workflows}x${lanes}`,
    title:
      workflows === 1
        ? `DBOS.runStep, ${lanes} at a time`
        : `DBOS.runStep, ${workflows} workflows × ${lanes} at a time`,
    share,
    open: async (url) => {
      const workflow = registeredWorkflow();
      configureDbos(url);
      await DBOS.launch();
      return {
        countDone: 'SELECT count(*) FROM dbos.operation_outputs',
        work: async (keys) => {
          await Promise.all(chunks(keys, Math.ceil(keys.length / workflows)).map((own) => workflow(lanes, own.length)));
        },
        [Symbol.asyncDispose]: () => DBOS.shutdown(),
      };
    },
  };
}

let workflow: ((lanes: number, items: number) => Promise<void>) | null = null;

/** DBOS keeps its registrations across launches, and takes each name once. */
function registeredWorkflow(): (lanes: number, items: number) => Promise<void> {
  workflow ??= DBOS.registerWorkflow(
    async (lanes: number, items: number): Promise<void> => {
      const steps = Array.from({ length: items }, () => 'item');
      await inLanes(lanes, steps, (name) => DBOS.runStep(async () => RESULT, { name }));
    },
    { name: 'items' },
  );
  return workflow;
}

function ignore(): void {}
