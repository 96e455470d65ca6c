import { TelltaleError } from '@telltale/core';
import type { ReachedLimit } from './limits/budget.ts';

/** An agent was started with options that cannot be. It is an error in the pipeline's code. */
export class InvalidAgentOptionError extends TelltaleError {
  override readonly name = 'InvalidAgentOptionError';
  constructor(option: string, problem: string, { hint }: { readonly hint?: string } = {}) {
    super(`The agent cannot start: ${option}: ${problem}.`, {
      code: 'agent_option_invalid',
      ...(hint === undefined ? {} : { hint }),
      details: { option },
    });
  }
}

/** Which agent an error is about. */
export interface About {
  readonly agent: string;
  readonly step: string;
  readonly runId: string;
}

/** An agent could not do what it was asked: its model failed, or never gave an answer that could be used. */
export class AgentFailedError extends TelltaleError {
  override readonly name = 'AgentFailedError';
  constructor(why: string, about: About, { hint, retryable, cause }: FailedOptions = {}) {
    super(why, {
      code: 'agent_failed',
      ...(hint === undefined ? {} : { hint }),
      retryable: retryable ?? false,
      details: { ...about },
      cause,
    });
  }
}

interface FailedOptions {
  readonly hint?: string | undefined;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** An agent reached one of its limits. `details.limit` is its name in `AgentLimits`. */
export class AgentLimitError extends TelltaleError {
  override readonly name = 'AgentLimitError';
  readonly reached: ReachedLimit;
  constructor(why: string, reached: ReachedLimit, about: About) {
    const { limit } = reached;
    super(why, {
      code: 'agent_limited',
      hint: `Raise limits.${limit}, or give the agent less to do.`,
      retryable: true,
      details: { ...about, limit },
    });
    this.reached = reached;
  }
}

/** An agent went round in circles and did not get out of them. */
export class AgentLoopError extends TelltaleError {
  override readonly name = 'AgentLoopError';
  constructor(finding: string, about: About) {
    super(`The agent was stopped because it went round in circles: ${finding}`, {
      code: 'agent_looped',
      hint: 'Look at its last actions: what it repeats most often does not work on that page or input.',
      retryable: true,
      details: { ...about },
    });
  }
}

/** A person told the agent to give up. */
export class AgentGivenUpError extends TelltaleError {
  override readonly name = 'AgentGivenUpError';
  constructor(reason: string | null, about: About) {
    super(reason === null ? 'A person told the agent to give up.' : `A person told the agent to give up: ${reason}`, {
      code: 'agent_given_up',
      details: { ...about },
    });
  }
}
