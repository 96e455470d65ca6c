import { type AgentView, formatDuration, formatNumber, formatUsd } from '@telltale/core';
import { text } from '../../../text/text.ts';

/** Those of the step that are at work, the newest first; of a paused run the one that was at work last. */
export function agentsAtWork(
  agents: readonly AgentView[],
  step: string | null,
  isPaused: boolean,
): readonly AgentView[] {
  const ofStep = agents.filter((agent) => agent.step === step).toReversed();
  return isPaused ? ofStep.slice(0, 1) : ofStep.filter(({ state }) => state === 'running');
}

/** Limits whose use is shown beside them. */
const SHOWN: readonly string[] = ['wallClockMs', 'tokens', 'costUsd'];

/** What else an agent may do at most; empty for nothing. */
export function otherLimits(limits: AgentView['limits']): string {
  return Object.entries(limits ?? {})
    .filter(([name]) => !SHOWN.includes(name))
    .map(([name, allowed]) => formatLimit(name, allowed))
    .join(', ');
}

/** A limit by its unit, which its name tells. */
export function formatLimit(name: string, allowed: number): string {
  const { otherLimit, limitNames } = text.run.card.agents;
  const known = Object.entries(limitNames).find(([key]) => key === name)?.[1] ?? name;
  return otherLimit(known, amount(name, allowed));
}

function amount(name: string, allowed: number): string {
  if (name.endsWith('Ms')) return formatDuration(allowed);
  return name.endsWith('Usd') ? formatUsd(allowed) : formatNumber(allowed);
}
