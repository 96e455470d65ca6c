import { actionName } from '@telltale/core';
import type { ActionContext } from '@telltale/engine';
import { z } from 'zod';
import { boundedAction } from '../action/bounded-action.ts';
import type { Agent } from '../agent.ts';
import type { AgentStart } from '../agent-start.ts';
import type { KeptTool } from '../history/kept.ts';
import type { OnceGuard } from '../history/once-guard.ts';
import { howItEnded, type TriedCall } from '../history/what-was-tried.ts';
import type { Deadline } from '../limits/deadline.ts';
import { applyFinding, stoppedBy, type Told } from '../loop/apply-finding.ts';
import { type LoopFinding, type LoopState, NO_CALLS, type Observation, observe } from '../loop/loop-detector.ts';
import { signatureOf } from '../loop/signature-of.ts';
import type { ModelToolCall } from '../model/generate.ts';
import type { AgentTool } from './agent-tool.ts';
import { callTool, failedEnd, type ToolEnd } from './call-tool.ts';
import { toldLimit } from './told-limit.ts';

/** An end of a call with what the loop detector made of it. */
interface SettledEnd extends ToolEnd {
  /** What the model is told, with a hint or a warning before it. */
  readonly settled: Told;
  readonly finding: LoopFinding | null;
  /** Why the call was not made; `undefined`: it was. */
  readonly skipped: KeptTool['skipped'];
}

type Skipped = NonNullable<KeptTool['skipped']>;

/** Makes the calls that a model asks for, one after another: each is an action, also one that cannot be made. */
export class ToolCalls {
  /** What the agent did in this attempt. */
  readonly tried: TriedCall[] = [];
  /** Calls that failed and answers of no use since the last call that went well. */
  errorsInARow = 0;
  /** The loop that it does not get out of: no call is made any more. */
  stoppedBy: LoopFinding | null = null;
  readonly #agent: Agent<unknown>;
  readonly #deadline: Deadline;
  readonly #once: OnceGuard;
  #loop: LoopState = NO_CALLS;
  #isLooping = false;

  constructor(agent: Agent<unknown>, start: AgentStart, deadline: Deadline) {
    this.#agent = agent;
    this.#deadline = deadline;
    this.#once = start.once;
    for (const call of start.resumed?.observations ?? []) this.#observe(call);
  }

  /** Makes a call and gives what the model is told of it. */
  async make(call: ModelToolCall, turn: number): Promise<Told> {
    const { step, limits, tools, name } = this.#agent;
    const tool = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined;
    const timeoutMs = tool?.timeoutMs ?? limits.toolTimeoutMs;
    const toldTimeoutMs = toldLimit(tool, call.input, timeoutMs);
    this.#deadline.doing(call.tool, call.input, toldTimeoutMs);
    const end = await boundedAction(step, call.tool, call.input, (context) => this.#end(call, tool, context), {
      timeoutMs,
      toldTimeoutMs,
      signal: this.#deadline.signal,
      failure: ({ failure }) => failure,
      output: ({ record }) => record,
      keep: ({ settled, reached, skipped }): KeptTool => ({
        kind: 'tool',
        agent: name,
        turn,
        toolCallId: call.toolCallId,
        ...settled,
        reached: [...reached],
        ...(skipped === undefined ? {} : { skipped }),
      }),
    });
    const ended = end.kind === 'returned' ? end.value : this.#settle(call, tool, failedEnd(end.error));
    this.tried.push({ tool: call.tool, input: call.input, how: howItEnded(ended.settled) });
    await this.#tellLoop(ended.finding);
    return ended.settled;
  }

  async #end(call: ModelToolCall, tool: AgentTool | undefined, context: ActionContext): Promise<SettledEnd> {
    if (this.stoppedBy !== null) return this.#skip(call, tool, 'stopped', stoppedBy(this.stoppedBy));
    const problem = this.#problemOf(call, tool);
    if (tool === undefined || problem !== null) {
      return this.#skip(call, tool, tool === undefined ? 'unknown-tool' : 'invalid-input', problem ?? '');
    }
    const verdict = tool.once === true ? this.#once.judge(call.tool, call.input) : null;
    if (verdict?.kind === 'tell') return this.#skip(call, tool, 'once', verdict.told);
    const { step } = this.#agent;
    const earlier = verdict?.earlier ?? [];
    const end = await callTool(tool, call.input, { ...context, step, toolCallId: call.toolCallId, earlier });
    // What comes too late is the end that the engine gives it.
    context.signal.throwIfAborted();
    return this.#settle(call, tool, end);
  }

  /** Why a call cannot be made; `null`: it can. */
  #problemOf({ tool: name, input, problem }: ModelToolCall, tool: AgentTool | undefined): string | null {
    const { toolSet = {} } = this.#agent;
    if (!Object.hasOwn(toolSet, name)) {
      const offered = Object.keys(toolSet).join(', ');
      return `There is no tool ${name}. ${offered === '' ? 'You have no tools.' : `You have ${offered}.`}`;
    }
    if (problem !== null && typeof input === 'string') return `The input of ${name} is not JSON. Call it again.`;
    const error = tool?.input.safeParse(input).error;
    return error === undefined ? problem : `The input of ${name} does not fit.\n${z.prettifyError(error)}`;
  }

  #skip(call: ModelToolCall, tool: AgentTool | undefined, skipped: Skipped, why: string): SettledEnd {
    return { ...this.#settle(call, tool, failedEnd(new CallNotMade(why, skipped))), skipped };
  }

  #settle(call: ModelToolCall, tool: AgentTool | undefined, end: ToolEnd): SettledEnd {
    const failed = end.failure !== undefined;
    const finding = this.#observe({
      name: actionName(call),
      signature: signatureOf(call.tool, tool, call.input),
      failed,
      reached: end.reached,
    });
    return { ...end, settled: applyFinding(finding, { told: end.told, failed }), finding, skipped: undefined };
  }

  #observe(call: Observation): LoopFinding | null {
    const { state, finding } = observe(this.#loop, call, this.#agent.loops);
    this.#loop = state;
    this.errorsInARow = call.failed ? this.errorsInARow + 1 : 0;
    return finding;
  }

  async #tellLoop(finding: LoopFinding | null): Promise<void> {
    const { step } = this.#agent;
    if (finding !== null) await step.tell('agent.looped', finding);
    else if (this.#isLooping) await step.tell('agent.unlooped', {});
    this.#isLooping = finding !== null;
    if (finding?.severity === 'stop') this.stoppedBy = finding;
  }
}

/** Why a call was on record and never made. Nothing of it reached the tool. */
class CallNotMade extends Error {
  override readonly name = 'CallNotMade';
  /** A call that may not be made is blocked; one that cannot be made is an error. */
  readonly code: string;
  constructor(why: string, skipped: Skipped) {
    super(why);
    this.code = skipped === 'once' || skipped === 'stopped' ? 'action_blocked' : 'call_invalid';
  }
}
