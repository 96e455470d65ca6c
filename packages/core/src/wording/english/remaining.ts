import type { Estimate } from '../../estimate/estimate-step.ts';
import { formatRange } from '../duration.ts';

/** `about 3–5 min left`. What nobody knows is not guessed. */
export function remaining(estimate: Estimate): string {
  if (!estimate.known) return estimate.why === 'overdue' ? 'taking longer than before' : 'time left unknown';
  return estimate.source === 'done' ? 'nothing left' : `${formatRange(estimate)} left`;
}
