import type { TraceEvent } from '@telltale/core';

/** What may come between two starts of a run: it has to be told why it began again. */
const BACK_TO_QUEUE: readonly string[] = ['run.submitted', 'run.recovered', 'run.resumed', 'run.stuck'];
/** After these nobody has the run in hand. */
const OUT_OF_HAND: readonly string[] = ['run.recovered', 'run.paused', 'run.cancelled', 'run.succeeded', 'run.failed'];
const STEP_ENDS: readonly string[] = ['step.succeeded', 'step.failed', 'step.stopped', 'step.retrying', 'step.skipped'];
const ITEM_ENDS: readonly string[] = ['item.succeeded', 'item.failed', 'item.skipped'];

/** What in a trace cannot have happened: ends without a beginning, two attempts at once, a start that nothing explains. */
export function* faultsOfTrace(events: readonly TraceEvent[]): Iterable<string> {
  let last = '';
  let open: { readonly step: string; readonly attempt: number } | null = null;
  const attempts = new Map<string, number>();
  const openActions = new Map<string, string | null>();
  const known = new Set<string>();
  const done = new Set<string>();
  for (const event of events) {
    const { seq, type, step, item, actionId, data } = event;
    const here = `event ${seq}, ${type}${step === null ? '' : ` of ${step}`}`;
    if (type === 'run.submitted' && seq !== 1) yield `${here}: it was submitted before`;
    if (type === 'run.started') {
      if (!BACK_TO_QUEUE.includes(last)) yield `${here}: it comes after ${last}, and nothing says why it started again`;
    }
    if (type === 'step.started') {
      const { attempt } = data as { readonly attempt: number };
      if (open !== null) yield `${here}: attempt ${open.attempt} of ${open.step} is open`;
      if (attempt !== (attempts.get(step ?? '') ?? 0) + 1)
        yield `${here}: attempt ${attempt} follows attempt ${attempts.get(step ?? '') ?? 0}`;
      open = { step: step ?? '', attempt };
      attempts.set(open.step, attempt);
    }
    if (type.startsWith('item.') || type === 'step.planned' || type === 'step.progressed') {
      if (open?.step !== step) yield `${here}: ${open === null ? 'no step' : `step ${open.step}`} is open`;
    }
    if (ITEM_ENDS.includes(type)) {
      if (done.has(`${step} ${item}`)) yield `${here}: ${item} was done before`;
      if (type !== 'item.failed') done.add(`${step} ${item}`);
    }
    if (type === 'action.started') {
      if (known.has(actionId ?? '')) yield `${here}: action ${actionId} had started before`;
      if (open?.step !== step) yield `${here}: ${open === null ? 'no step' : `step ${open.step}`} is open`;
      const { parentId } = data as { readonly parentId?: string };
      if (parentId !== undefined && !openActions.has(parentId)) yield `${here}: its parent ${parentId} is not open`;
      openActions.set(actionId ?? '', step);
      known.add(actionId ?? '');
    }
    if (type === 'action.finished' && !openActions.delete(actionId ?? '')) {
      yield `${here}: action ${actionId} ${known.has(actionId ?? '') ? 'had finished before' : 'never started'}`;
    }
    if (STEP_ENDS.includes(type)) {
      if (open?.step !== step) yield `${here}: it is not open`;
      if (openActions.size > 0) yield `${here}: ${openActions.size} actions are open`;
      open = null;
    }
    if (OUT_OF_HAND.includes(type)) {
      if (open !== null) yield `${here}: attempt ${open.attempt} of ${open.step} is open`;
      if (openActions.size > 0) yield `${here}: ${openActions.size} actions are open`;
      open = null;
    }
    if (BACK_TO_QUEUE.includes(type) || OUT_OF_HAND.includes(type) || type === 'run.started') last = type;
  }
}
