import { type EventData, formatDuration } from '@telltale/core';
import { stopKindOf } from '@telltale/engine';
import { type Agent, toAgent } from './agent.ts';
import type { AgentOptions, AgentResult, AgentUsage } from './agent-options.ts';
import { startOf } from './agent-start.ts';
import { AgentWork } from './agent-work.ts';
import { AgentFailedError, AgentLimitError, AgentLoopError } from './errors.ts';
import { type Asker, askPerson } from './handoff/ask-person.ts';
import { questionAfterEnd } from './handoff/question-after-end.ts';
import { NOTHING_SPENT, type Spent } from './history/kept.ts';
import { tellTried } from './history/what-was-tried.ts';
import { Deadline } from './limits/deadline.ts';
import { ModelCallError } from './model/errors.ts';

type Outcome = EventData<'agent.finished'>['outcome'];

/**
 * Sends an agent out: a language model that calls tools until it has an answer. Every request to the model and every call of a
 * tool is an action of the step, on record before it begins. After a crash or a pause it goes on where it was, if all that
 * it did may be counted as done (`AgentTool.replayable`), and else begins anew and is told what it had done.
 *
 * Throws `AgentFailedError`, `AgentLimitError`, `AgentLoopError`, `AgentGivenUpError`, `InvalidAgentOptionError`, and whatever
 * stops the step. Not to be called inside of an action: a pause would have to wait for its end.
 */
export async function runAgent<T = string>(options: AgentOptions<T>): Promise<AgentResult<T>> {
  const agent = await toAgent(options);
  const { step, model, limits, name } = agent;
  const startedMs = performance.now();
  let work: AgentWork<T> | null = null;
  let before: Spent | null = null;
  const finished = (outcome: Outcome, message: string) => {
    const usage = work === null || before === null ? null : usageOf(work.spent, before);
    return step.tell('agent.finished', {
      outcome,
      durationMs: Math.round(performance.now() - startedMs),
      message,
      ...(usage === null ? {} : { tokens: usage.tokens }),
      ...(usage?.costUsd == null ? {} : { costUsd: usage.costUsd }),
    });
  };
  const asker: Asker = { step, agent: name, pausing: ({ question }) => finished('needs-human', question) };
  await step.tell('agent.started', { model: model.id, limits: toldLimits(agent) });
  try {
    const start = await startOf(agent, asker);
    before = start.spent;
    using deadline = new Deadline(limits.wallClockMs - start.spent.busyMs);
    work = new AgentWork(agent, start, asker, deadline);
    try {
      const { output, text } = await work.run();
      const usage = usageOf(work.spent);
      await finished(
        'succeeded',
        `answered after ${count(usage.requests, 'request')} and ${count(usage.toolCalls, 'call')}`,
      );
      return { output: output as T, text, usage };
    } catch (error) {
      const end = endOf(agent, error, deadline);
      if (end instanceof AgentLimitError) await step.tell('agent.limited', end.reached);
      if (agent.handoff === 'on-failure' && isOwnEnd(end)) {
        const reason = end instanceof AgentLimitError ? 'limited' : 'failed';
        const tried = tellTried(work.tried);
        const question = questionAfterEnd({ agent: name, reason, why: end.message, tried });
        await askPerson(asker, { toolCallId: null, turn: work.turn, number: start.nextQuestion, question });
      }
      throw end;
    }
  } catch (error) {
    const stop = stopKindOf(error);
    // The run lets go of the agent for now, or for ever; only of a cancel nothing else tells.
    if (stop === 'cancel') await finished('cancelled', 'the run was cancelled');
    else if (stop === null) {
      const outcome = error instanceof AgentLimitError ? 'limited' : 'failed';
      await finished(outcome, error instanceof Error ? error.message : String(error));
    }
    throw error;
  }
}

/** Whether the agent came to that end by itself: a person may know a way on. */
function isOwnEnd(error: unknown): error is AgentLimitError | AgentFailedError | AgentLoopError {
  return [AgentLimitError, AgentFailedError, AgentLoopError].some((kind) => error instanceof kind);
}

/** What ended an agent's work, as its caller gets it: an error of its own, or what stopped the step. */
function endOf<T>({ limits, about }: Agent<T>, error: unknown, deadline: Deadline): unknown {
  if (deadline.ended(error)) {
    const { wallClockMs } = limits;
    const { cutOff } = deadline;
    const why = `The agent ran out of its ${formatDuration(wallClockMs)}${cutOff === null ? '' : ` while ${cutOff.sentence}`}.`;
    const during = cutOff === null ? {} : { during: cutOff.during };
    return new AgentLimitError(
      why,
      { limit: 'wallClockMs', value: wallClockMs, allowed: wallClockMs, unit: 'ms', ...during },
      about,
    );
  }
  if (error instanceof ModelCallError) {
    const { message, hint, retryable } = error;
    return new AgentFailedError(message, about, { hint, retryable, cause: error });
  }
  return error;
}

function usageOf({ requests, toolCalls, tokens, costUsd }: Spent, before = NOTHING_SPENT): AgentUsage {
  return {
    requests,
    toolCalls,
    tokens: { input: tokens.input - before.tokens.input, output: tokens.output - before.tokens.output },
    costUsd: costUsd === null ? null : costUsd - (before.costUsd ?? 0),
  };
}

function toldLimits<T>({ limits }: Agent<T>): Record<string, number> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null));
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
