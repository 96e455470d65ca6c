import type { TraceEvent } from '../events/event.ts';
import type { Instant, Tokens } from '../events/shapes.ts';
import type { AgentView, Usage } from './agent-view.ts';
import { append, type Bounded, replaceAt, VIEW_LIMITS } from './bounded.ts';
import { sum } from './clock.ts';
import type { Reducers } from './reducer.ts';
import type { RunView } from './run-view.ts';

export const agentReducers: Reducers<'agent'> = {
  'agent.started': (view, event) => ({
    ...view,
    agents: append(
      view.agents,
      { ...newAgent(event), model: event.data.model, limits: event.data.limits ?? null },
      VIEW_LIMITS.agents,
    ),
  }),

  'agent.spoke': (view, event) => updateAgent(view, event, { lastWords: { at: event.at, text: event.data.text } }),

  'agent.looped': (view, event) => {
    const since = findAgent(view.agents, event)?.looping?.at ?? event.at;
    return updateAgent(view, event, { looping: { ...event.data, at: since } });
  },

  'agent.unlooped': (view, event) => updateAgent(view, event, { looping: null }),

  'agent.limited': (view, event) => updateAgent(view, event, { limited: event.data }),

  'agent.asked': (view, event) => updateAgent(view, event, { question: { at: event.at, text: event.data.question } }),

  'agent.finished': (view, event) => {
    const { outcome, message } = event.data;
    const known = findAgent(view.agents, event) ?? newAgent(event);
    const missing = beyond(known, event.data);
    return updateAgent({ ...view, usage: add(view.usage, missing) }, event, {
      ...add(known, missing),
      state: outcome,
      finishedAt: event.at,
      looping: null,
      message: message ?? null,
    });
  },
};

type Place = Pick<TraceEvent, 'at' | 'step' | 'item'>;

/** What an event says that something used. */
interface Used {
  readonly tokens?: Tokens | undefined;
  readonly costUsd?: number | undefined;
}

/** Counts it to the run and to the agent that works at that place, if one does. */
export function countUsage(view: RunView, place: Place, used: Used): RunView {
  if (used.tokens === undefined && used.costUsd === undefined) return view;
  const counted = { ...view, usage: add(view.usage, used) };
  const agent = findAgent(view.agents, place);
  return agent?.state === 'running' ? updateAgent(counted, place, add(agent, used)) : counted;
}

/** The agents that were at work and are let go of, as far as `concerns` says so. */
export function interruptAgents(view: RunView, at: Instant, concerns: (agent: AgentView) => boolean): RunView {
  const ends = (agent: AgentView) => agent.state === 'running' && concerns(agent);
  if (!view.agents.entries.some(ends)) return view;
  const entries = view.agents.entries.map(
    (agent): AgentView => (ends(agent) ? { ...agent, state: 'interrupted', finishedAt: at, looping: null } : agent),
  );
  return { ...view, agents: { ...view.agents, entries } };
}

/** What an agent reports beyond what its actions have told: counted twice it would be wrong, left out as well. */
function beyond(known: Usage, { tokens = NO_TOKENS, costUsd = 0 }: Used): Usage {
  return {
    tokens: {
      input: Math.max(0, tokens.input - known.tokens.input),
      output: Math.max(0, tokens.output - known.tokens.output),
    },
    costUsd: Math.max(0, costUsd - known.costUsd),
  };
}

/** The newest agent of that step and item. */
function findAgent(agents: Bounded<AgentView>, place: Place): AgentView | undefined {
  return agents.entries.findLast((agent) => isAt(agent, place));
}

/** An agent whose start is not known is made up from what it says. */
function updateAgent(view: RunView, place: Place, change: Partial<AgentView>): RunView {
  const index = view.agents.entries.findLastIndex((agent) => isAt(agent, place));
  const known = view.agents.entries[index];
  const agents =
    known === undefined
      ? append(view.agents, { ...newAgent(place), ...change }, VIEW_LIMITS.agents)
      : replaceAt(view.agents, index, { ...known, ...change });
  return { ...view, agents };
}

function isAt(agent: AgentView, place: Place): boolean {
  return agent.step === place.step && agent.item === place.item;
}

function newAgent({ at, step, item }: { at: Instant; step: string | null; item: string | null }): AgentView {
  return {
    step,
    item,
    model: null,
    limits: null,
    startedAt: at,
    finishedAt: null,
    state: 'running',
    lastWords: null,
    question: null,
    looping: null,
    limited: null,
    tokens: NO_TOKENS,
    costUsd: 0,
    message: null,
  };
}

const NO_TOKENS: Tokens = { input: 0, output: 0 };

function add(usage: Usage, { tokens = NO_TOKENS, costUsd = 0 }: Used): Usage {
  return {
    tokens: { input: sum(usage.tokens.input, tokens.input), output: sum(usage.tokens.output, tokens.output) },
    costUsd: sum(usage.costUsd, costUsd),
  };
}
