import type { EventData } from '../events/schemas.ts';
import type { Instant, Tokens } from '../events/shapes.ts';

/** How an agent is doing: `running`, its own outcome, or `interrupted` when the run let go of it. */
export type AgentState = 'running' | 'interrupted' | EventData<'agent.finished'>['outcome'];

/** One agent at work: there is one at a time for each step and item. */
export interface AgentView {
  readonly step: string | null;
  readonly item: string | null;
  readonly model: string | null;
  readonly limits: Readonly<Record<string, number>> | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly state: AgentState;
  readonly lastWords: { readonly at: Instant; readonly text: string } | null;
  readonly question: { readonly at: Instant; readonly text: string } | null;
  /** What the loop detector found; `null` once the agent got out of it. */
  readonly looping: LoopFinding | null;
  /** The limit that it ran into. */
  readonly limited: EventData<'agent.limited'> | null;
  /** Of its actions so far, or what it reported at its end if that is more. So is `costUsd`. */
  readonly tokens: Tokens;
  readonly costUsd: number;
  readonly message: string | null;
}

export interface LoopFinding extends Readonly<EventData<'agent.looped'>> {
  /** Since when. A second finding of the same loop does not move it. */
  readonly at: Instant;
}

/** What all agents and actions of a run used. */
export interface Usage {
  readonly tokens: Tokens;
  readonly costUsd: number;
}
