import type { ModelMessage } from 'ai';
import type { Agent } from './agent.ts';
import { AgentGivenUpError } from './errors.ts';
import type { Asker } from './handoff/ask-person.ts';
import { NOTHING_SPENT, type Spent } from './history/kept.ts';
import { OnceGuard } from './history/once-guard.ts';
import type { ResumedAgent } from './history/rebuild.ts';
import { recall } from './history/recall.ts';
import type { TriedCall } from './history/what-was-tried.ts';
import { reachedLimit } from './limits/budget.ts';
import { wasStopped } from './loop/loop-detector.ts';

/** Where an agent begins in this attempt of its step. */
export interface AgentStart {
  /** Its conversation so far, if it goes on with one. */
  readonly resumed: ResumedAgent | null;
  /** What is said to the model next. */
  readonly say: readonly ModelMessage[];
  readonly spent: Spent;
  readonly once: OnceGuard;
  /** The number of its next question to a person. */
  readonly nextQuestion: number;
  /** What it did in earlier attempts. */
  readonly tried: readonly TriedCall[];
}

/** Throws `AgentGivenUpError`, and what pauses the run if a question has no answer yet. */
export async function startOf<T>(agent: Agent<T>, asker: Asker): Promise<AgentStart> {
  const { prompt, tools, fingerprint } = agent;
  const { rebuilt, ...past } = await recall(asker, {
    fingerprint,
    tools,
    hasEnded: (resumed) => hasEnded(agent, resumed),
  });
  switch (rebuilt.kind) {
    case 'given-up':
      throw new AgentGivenUpError(rebuilt.reason, agent.about);
    case 'resumed':
      return { ...past, resumed: rebuilt, say: [], spent: rebuilt.spent, once: rebuilt.once };
    case 'anew': {
      const { told, once } = rebuilt;
      const spent = isUsedUp(agent, rebuilt.spent) ? NOTHING_SPENT : rebuilt.spent;
      return { ...past, resumed: null, say: [{ role: 'user', content: `${prompt}\n\n${told}` }], spent, once };
    }
    case 'new': {
      const once = new OnceGuard([]);
      return { ...past, resumed: null, say: [{ role: 'user', content: prompt }], spent: NOTHING_SPENT, once };
    }
  }
}

/** Whether that agent met a limit, or was stopped in a loop: going on from there would meet it again, and whoever retries the step wants another try. */
function hasEnded<T>(agent: Agent<T>, { last, spent, observations }: ResumedAgent): boolean {
  if (last.calls.length === 0 && last.finishReason === 'stop') return false;
  const errors = observations.length - 1 - observations.findLastIndex(({ failed }) => !failed);
  return isUsedUp(agent, spent) || errors > agent.limits.consecutiveErrors || wasStopped(observations, agent.loops);
}

function isUsedUp<T>({ limits }: Agent<T>, spent: Spent): boolean {
  return spent.busyMs >= limits.wallClockMs || reachedLimit(spent, limits) !== null;
}
