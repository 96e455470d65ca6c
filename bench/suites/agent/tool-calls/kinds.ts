import type { Step } from '@telltale/engine';
import { inLanes } from '../../../harness/lanes.ts';
import { Counter } from '../../engine/contenders/counter.ts';
import { keyOf, numbers } from '../../engine/contenders/items.ts';
import { openEngineHost } from '../../engine/hosts/engine-host.ts';
import { CallTimes } from './call-times.ts';
import { actionsAlone, CALLS_OF_AGENT, type Conditions, seenAgent, unseenAgent } from './work.ts';

/** Agents at work, or what stands for them. */
export interface ToolCallKind {
  readonly name: string;
  readonly title: string;
  readonly crowd: Crowd;
  /** Actions that each leaves in the database. */
  readonly actionsOfAgent: number;
  open(url: string): Promise<OpenToolCalls>;
}

export interface OpenToolCalls extends AsyncDisposable {
  /** Resolves when so many have done their work, and all of it is durable. */
  work(agents: number): Promise<CallTimes>;
}

/** So many agents, and how long their model thinks, in ms. */
export interface Crowd {
  readonly atOnce: number;
  readonly thinkMs: number;
}

/** Twenty whose model takes no time keep this process busy: they show how many calls it can see in a second. */
export const CROWDS: readonly Crowd[] = [
  { atOnce: 1, thinkMs: 0 },
  { atOnce: 20, thinkMs: 100 },
  { atOnce: 20, thinkMs: 0 },
];

export const seen = (crowd: Crowd): ToolCallKind => ({
  name: nameOf('seen', crowd),
  title: `\`runAgent\`, ${titleOf(crowd)}`,
  crowd,
  // The last answer of the model calls nothing.
  actionsOfAgent: 2 * CALLS_OF_AGENT + 1,
  open: (url) => openInStep(url, crowd, seenAgent),
});

export const unseen = (crowd: Crowd): ToolCallKind => ({
  name: nameOf('unseen', crowd),
  title: `\`generateText\` by hand, ${titleOf(crowd)}`,
  crowd,
  actionsOfAgent: 0,
  open: async () => ({
    work: async (agents) => {
      const times = new CallTimes();
      await inLanes(crowd.atOnce, numbers(agents), () => unseenAgent({ ...crowd, times }));
      return times;
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
});

export const actions = (crowd: Crowd): ToolCallKind => ({
  name: nameOf('action', crowd),
  title: `\`s.action\` alone, ${titleOf(crowd)}`,
  crowd,
  actionsOfAgent: CALLS_OF_AGENT,
  open: (url) => openInStep(url, crowd, actionsAlone),
});

export const TOOL_CALL_KINDS: readonly ToolCallKind[] = CROWDS.flatMap((crowd) =>
  [unseen, seen, actions].map((kind) => kind(crowd)),
);

export function titleOf({ atOnce, thinkMs }: Crowd): string {
  return thinkMs === 0 ? `${atOnce} at a time` : `${atOnce} at a time, ${thinkMs} ms between calls`;
}

function nameOf(kind: string, { atOnce, thinkMs }: Crowd): string {
  return `tool-call-${kind}-${atOnce}${thinkMs === 0 ? '' : `-${thinkMs}ms`}`;
}

/** Each is an item of one step of a run, in a worker in this process. */
async function openInStep(
  url: string,
  crowd: Crowd,
  work: (step: Step, conditions: Conditions) => Promise<void>,
): Promise<OpenToolCalls> {
  let times = new CallTimes();
  const left = new Counter();
  const host = await openEngineHost(url, {
    atOnce: 1,
    left: left.add,
    run: async ({ step }, agents) => {
      await step('step_1', async (s) => {
        await s.items(numbers(agents), { key: keyOf, concurrency: crowd.atOnce }, () => work(s, { ...crowd, times }));
      });
    },
  });
  return {
    work: async (agents) => {
      times = new CallTimes();
      const over = left.next(1);
      await host.submit(agents);
      await over;
      return times;
    },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}
