import { DBOS } from '@dbos-inc/dbos-sdk';
import { dbosConfig } from '../dbos-config.ts';
import type { Host, HostOptions } from './host.ts';

const QUEUE = 'bench';

/** Fifty times as often as it does by itself, so that no case waits for the queue to be looked at. */
const POLLING_MS = 20;

/** Workflows in a queue, and nothing else. */
export async function openDbosHost(url: string, { atOnce, run, left }: HostOptions<typeof DBOS>): Promise<Host> {
  DBOS.setConfig(dbosConfig(url));
  const workflow = DBOS.registerWorkflow(
    async (units: number): Promise<void> => {
      await run(DBOS, units);
      left();
    },
    { name: QUEUE },
  );
  await DBOS.launch();
  await DBOS.registerQueue(QUEUE, { workerConcurrency: atOnce, minPollingIntervalMs: POLLING_MS });
  return {
    submit: async (units) => {
      await DBOS.startWorkflow(workflow, { queueName: QUEUE })(units);
    },
    [Symbol.asyncDispose]: () => DBOS.shutdown({ deregister: true }),
  };
}
