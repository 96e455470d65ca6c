import { type AgentView, formatAge, formatNumber, formatUsd, itemName, type RunView } from '@telltale/core';
import { type Line, span } from '../format/line.ts';
import { type Block, fixed } from './layout.ts';

/** Agents of items work side by side: of more than these there is no room to tell. */
const MOST = 3;

/** The agents at work, each with what it has used of its limits: the newest ones where there is little room. */
export function agentsAtWork(rank: number, view: RunView, nowMs: number): Block {
  const agents = atWork(view);
  return {
    rank,
    least: 1,
    most: Math.min(MOST, agents.length),
    lines: (rows) => agents.slice(-rows).map((agent): Line => [span(describeAgent(view, agent, nowMs), 'cyan')]),
  };
}

/** What an agent at work said last. */
export function lastWords(rank: number, view: RunView): Block {
  const newest = atWork(view)
    .flatMap((agent) => agent.lastWords ?? [])
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  return fixed(rank, newest === undefined ? [] : [[span(`says: ${newest.text}`, 'dim')]]);
}

/** The agents that work now. */
export function atWork({ agents }: RunView): readonly AgentView[] {
  return agents.entries.filter(({ state }) => state === 'running');
}

/** `agent: request 7 of 30, 48 s of 2 m 00 s, 12,345 tokens, $0.0123, openai:gpt-4.1-mini`: what changes stands first. */
export function describeAgent(view: RunView, agent: AgentView, nowMs: number): string {
  const { model, limits, startedAt, tokens, costUsd } = agent;
  const request = requestOf(view, agent);
  const used = tokens.input + tokens.output;
  const parts = [
    request === null ? null : `request ${outOf(request, limits?.modelRequests, formatNumber)}`,
    outOf(nowMs - Date.parse(startedAt), limits?.wallClockMs, formatAge),
    used === 0 ? null : `${outOf(used, limits?.tokens, formatNumber)} tokens`,
    costUsd === 0 ? null : outOf(costUsd, limits?.costUsd, formatUsd),
    model,
  ];
  return `agent${itemOf(view, agent)}: ${parts.filter((part) => part !== null).join(', ')}`;
}

function outOf(used: number, limit: number | undefined, words: (value: number) => string): string {
  return limit === undefined ? words(used) : `${words(used)} of ${words(limit)}`;
}

/** ` for 'segment 46'`, where agents work on items. */
function itemOf({ steps }: RunView, { step, item }: AgentView): string {
  if (item === null) return '';
  const current = steps.find(({ name }) => name === step)?.current.find(({ key }) => key === item);
  return ` for ${itemName(current ?? { key: item })}`;
}

/** The number of its request to the model, from 1. A tool may ask a model as well, which is no request of the agent. */
function requestOf({ timeline }: RunView, { step, item, startedAt }: AgentView): number | null {
  const actions = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? entry.action : []));
  const last = actions.findLast(
    (action) =>
      action.tool === 'model' &&
      action.parentId === null &&
      action.step === step &&
      action.item === item &&
      action.startedAt >= startedAt,
  );
  const input = last?.input;
  const hasNumber = typeof input === 'object' && input !== null && 'request' in input;
  return hasNumber && typeof input.request === 'number' ? input.request : null;
}
