import type { ActionState } from '../events/outcomes.ts';
import type { Failure, Instant, Tokens } from '../events/shapes.ts';

/** One action: `state` is `running` until it has an outcome. */
export interface ActionView {
  readonly actionId: string;
  readonly tool: string;
  readonly input: unknown;
  readonly step: string | null;
  readonly item: string | null;
  /** The action inside which this one runs. */
  readonly parentId: string | null;
  /** For a finish whose start was never seen: worked out from its duration. */
  readonly startedAt: Instant;
  readonly timeoutMs: number | null;
  readonly state: ActionState;
  readonly finishedAt: Instant | null;
  readonly durationMs: number | null;
  readonly output: unknown;
  readonly error: Failure | null;
  readonly tokens: Tokens | null;
  readonly costUsd: number | null;
}
