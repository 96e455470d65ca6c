import { type Listener, openListener } from '@telltale/ledger';
import type { ControlChecks } from './control-checks.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Troubles } from './troubles.ts';

export interface ListenOptions {
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly controlChecks: ControlChecks;
  readonly troubles: Troubles;
}

const WHAT = 'Listening for new runs and controls';

/**
 * Hears of runs that came to a queue, and of what was asked of runs. Resolves when it listens, or could not at once: it
 * goes on trying, and the worker looks for itself meanwhile.
 */
export async function listenForWork({ url, dispatcher, controlChecks, troubles }: ListenOptions): Promise<Listener> {
  const tried = Promise.withResolvers<void>();
  const listener = openListener({
    url,
    channels: ['telltale_queue', 'telltale_control'],
    applicationName: 'telltale-worker-listener',
    onNotification: (channel, payload) => {
      if (channel === 'telltale_queue') dispatcher.wake(payload);
      else controlChecks.asked(payload);
    },
    onLive: () => {
      troubles.over(WHAT);
      dispatcher.wakeAll();
      controlChecks.wake();
      tried.resolve();
    },
    hooks: {
      retrying: ({ error }) => {
        troubles.failed(WHAT, error);
        tried.resolve();
      },
    },
  });
  await tried.promise;
  return listener;
}
