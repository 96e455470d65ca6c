import type { Worker } from '@telltale/engine';
import type { Output } from '../output.ts';

/** Says that a worker is about to be stopped, and what becomes of the runs that it has in hand. */
export function sayStopping(output: Output, { running: { length } }: Worker): void {
  const runs = `${length} ${length === 1 ? 'run goes' : 'runs go'} back to the queue`;
  output.note(length === 0 ? 'Stopping …' : `Stopping: ${runs} …`);
}
