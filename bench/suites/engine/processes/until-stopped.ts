import type { ParentChannel } from '@telltale/testing/child';
import { ownCpuMicroseconds } from '../../../harness/cpu-time.ts';
import type { FromProcess, ToProcess } from './messages.ts';

/** Says that this process is ready, answers what the benchmark asks, and resolves when it is to stop. */
export async function untilStopped(parent: ParentChannel<FromProcess, ToProcess>): Promise<void> {
  let stopped = false;
  const stop = parent.message('stop').then(() => {
    stopped = true;
  });
  await parent.send({ type: 'ready' });
  for (;;) {
    await Promise.race([stop, parent.message('cpu')]);
    if (stopped) return;
    await parent.send({ type: 'cpu', microseconds: ownCpuMicroseconds() });
  }
}
