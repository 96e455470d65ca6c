import { actionName, type ReadHandoffAnswer } from '@telltale/core';
import type { ModelMessage, ToolResultPart } from 'ai';
import type { Observation } from '../loop/loop-detector.ts';
import { signatureOf } from '../loop/signature-of.ts';
import { addUsed, type Used } from '../model/used.ts';
import type { Tools } from '../tools/agent-tool.ts';
import { type CallHistory, type Deed, type History, wasInterrupted } from './history.ts';
import { type KeptCall, type KeptModel, type KeptQuestion, NOTHING_SPENT, type Spent } from './kept.ts';
import { callKey, OnceGuard } from './once-guard.ts';
import { tellTried, triedBefore } from './what-was-tried.ts';

/** How an agent goes on from earlier attempts of its step. */
export type Rebuilt =
  /** There was nothing before. */
  | { readonly kind: 'new' }
  | ResumedAgent
  | AgentAnew
  /** A person said so. */
  | { readonly kind: 'given-up'; readonly reason: string | null };

/** It goes on in its conversation, as if nothing had happened. */
export interface ResumedAgent {
  readonly kind: 'resumed';
  /** All that was said, up to and with the model's last answer. What that asks for is in `calls`. */
  readonly messages: readonly ModelMessage[];
  /** The model's last answer. Without calls it has to be judged again. */
  readonly last: KeptModel;
  /** The calls of that answer, in its order. Those that were not told of yet have to be made. */
  readonly calls: readonly (KeptCall & { readonly told: string | null; readonly failed: boolean })[];
  readonly spent: Spent;
  /** Its calls so far, for the loop detector and for counting errors. */
  readonly observations: readonly Observation[];
  readonly once: OnceGuard;
}

/** Its conversation cannot be had back, or a person wants another: it begins anew, and is told what it did. */
interface AgentAnew {
  readonly kind: 'anew';
  /** To be said to the model after the task. */
  readonly told: string;
  /** Counts against its limits. Nothing, if a person let it begin again. */
  readonly spent: Spent;
  readonly once: OnceGuard;
}

export interface RebuildOptions {
  /** Of the instructions, the prompt and the names of the tools: a conversation about another task is not gone on with. */
  readonly fingerprint: string;
  readonly tools: Tools;
  /** What people answered, by the action of the question. */
  readonly answers: ReadonlyMap<string, ReadHandoffAnswer>;
  /** Whether that is a conversation that came to a bad end, such as a limit: there is no going on from there, and the step is being retried. */
  hasEnded(agent: ResumedAgent): boolean;
}

/** How to go on after what is known of an agent. Pure. */
export function rebuild(history: History, options: RebuildOptions): Rebuilt {
  const { turns, deeds, deedsOfLast } = history;
  if (turns.length === 0 && deeds.length === 0) return { kind: 'new' };
  const answered = lastAnswer(deedsOfLast, options.answers);
  if (answered?.answer.kind === 'giveUp') return { kind: 'given-up', reason: answered.answer.reason };
  // An agent that had ended, or has been told to begin again, has nothing to go on with.
  if (answered !== null && (answered.answer.kind === 'retry' || answered.question.toolCallId === null)) {
    return anew(history, options, NOTHING_SPENT);
  }
  const resumed = resume(history, options);
  if (resumed === null) return anew(history, options, spentIn(history));
  return options.hasEnded(resumed) ? anew(history, options, NOTHING_SPENT) : resumed;
}

function anew({ deeds }: History, { tools, answers }: RebuildOptions, spent: Spent): AgentAnew {
  const once = new OnceGuard(deeds.filter((deed) => isOnce(deed, tools)));
  return { kind: 'anew', told: tellAnew(deeds, answers), spent, once };
}

/** What an agent that begins anew is told of its past. */
function tellAnew(deeds: readonly Deed[], answers: ReadonlyMap<string, ReadHandoffAnswer>): string {
  const tried = tellTried(triedBefore(deeds));
  const said = deeds.flatMap(({ action, kept }) => {
    const answer = answers.get(action.actionId);
    return kept?.kind === 'question' && answer !== undefined ? [tellAnswered(kept, answer)] : [];
  });
  return [ANEW, ...(tried === '' ? [] : [TRIED, tried]), ...said].join('\n');
}

const ANEW =
  'You have worked on this task before and were interrupted. What you had opened then is closed, so begin anew.';
const TRIED = 'This is what you did then, and what became of it:';

/** What the model is told when a person has answered its call. */
function tellAnswer(answer: ReadHandoffAnswer): string {
  switch (answer.kind) {
    case 'answer':
      return `A person answered: ${answer.text}`;
    case 'retry':
      return answer.hint === null
        ? 'A person has looked at it and says: try again.'
        : `A person has looked at it and says: try again. ${answer.hint}`;
    case 'giveUp':
      return 'A person said: give up.';
  }
}

function tellAnswered({ question, toolCallId }: KeptQuestion, answer: ReadHandoffAnswer): string {
  const asked = toolCallId === null ? 'A person was asked' : 'You asked a person';
  return `${asked}: ${question.question}\n${tellAnswer(answer)}`;
}

function lastAnswer(deeds: readonly Deed[], answers: RebuildOptions['answers']) {
  const deed = deeds.findLast(({ action }) => answers.has(action.actionId));
  const answer = answers.get(deed?.action.actionId ?? '');
  return deed?.kept?.kind === 'question' && answer !== undefined ? { question: deed.kept, answer } : null;
}

/** The conversation; `null` if something of it is missing, it was about something else, or a call's result is not worth keeping. */
function resume(history: History, options: RebuildOptions): ResumedAgent | null {
  const { turns, deeds, deedsOfLast } = history;
  const last = turns.at(-1);
  const isWhole = turns.every(({ model }, index) => model.turn === index + 1);
  if (last === undefined || !isWhole || turns[0]?.model.began?.fingerprint !== options.fingerprint) return null;
  if (!deedsOfLast.every((deed) => isWorthKeeping(deed, options.tools))) return null;
  const results = turns.map(({ calls }) => calls.map((call) => ({ call, end: endOf(call, options.answers) })));
  const before = results.slice(0, -1).flat();
  if (before.some(({ end }) => end === null)) return null;
  return {
    kind: 'resumed',
    messages: turns.flatMap(({ model, calls }, index) => [
      ...model.before,
      ...model.messages,
      ...(index === turns.length - 1 || calls.length === 0 ? [] : [toolMessage(calls, options)]),
    ]),
    last: last.model,
    calls: (results.at(-1) ?? []).map(({ call: { toolCallId, tool, input }, end }) => ({
      toolCallId,
      tool,
      input,
      told: end?.told ?? null,
      failed: end?.failed ?? false,
    })),
    spent: spentIn(history),
    observations: results.flat().flatMap(({ call, end }) => (end === null ? [] : [observed(call, end, options.tools)])),
    once: new OnceGuard(
      deeds.filter((deed) => isOnce(deed, options.tools) && (!deedsOfLast.includes(deed) || wasInterrupted(deed))),
      deedsOfLast.flatMap(({ kept, call }) =>
        kept?.kind === 'tool' && kept.skipped === 'once' && call !== null ? [callKey(call.tool, call.input)] : [],
      ),
    ),
  };
}

/** A call that was never made is as good as one that may be repeated, and so is what a person said. */
function isWorthKeeping({ action, kept, call }: Deed, tools: Tools): boolean {
  if (call === null) return false;
  if (kept?.kind === 'question' || (kept?.kind === 'tool' && kept.skipped !== undefined)) return true;
  return Object.hasOwn(tools, action.tool) && tools[action.tool]?.replayable === true;
}

function isOnce({ action, kept }: Deed, tools: Tools): boolean {
  const isMade = !(kept?.kind === 'tool' && kept.skipped !== undefined);
  return isMade && Object.hasOwn(tools, action.tool) && tools[action.tool]?.once === true;
}

interface CallEnd {
  readonly told: string;
  readonly failed: boolean;
  readonly reached: readonly string[];
}

/** What the model was told of a call; `null`: nothing yet, or nobody knows. */
function endOf({ deeds }: CallHistory, answers: RebuildOptions['answers']): CallEnd | null {
  const deed = deeds.at(-1);
  if (deed === undefined || wasInterrupted(deed)) return null;
  const { action, kept } = deed;
  if (kept?.kind === 'tool') return { told: kept.told, failed: kept.failed, reached: kept.reached ?? [] };
  if (kept?.kind === 'question') {
    const answer = answers.get(action.actionId);
    return answer === undefined ? null : { told: tellAnswer(answer), failed: false, reached: [] };
  }
  // It ran out of its time. What was kept of a success could not be stored.
  return action.error === null ? null : { told: `Error: ${action.error.message}`, failed: true, reached: [] };
}

function toolMessage(calls: readonly CallHistory[], { answers }: RebuildOptions): ModelMessage {
  return {
    role: 'tool',
    content: calls.map((call) => toolResult(call, endOf(call, answers)?.told ?? '')),
  };
}

/** A call's result as the model gets it. */
export function toolResult({ toolCallId, tool }: Omit<KeptCall, 'input'>, told: string): ToolResultPart {
  return { type: 'tool-result', toolCallId, toolName: tool, output: { type: 'text', value: told } };
}

function observed({ tool, input }: KeptCall, { failed, reached }: CallEnd, tools: Tools): Observation {
  const known = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  return { name: actionName({ tool, input }), signature: signatureOf(tool, known, input), failed, reached };
}

function spentIn({ turns, deedsOfLast }: History): Spent {
  const before = turns[0]?.model.began?.spent ?? NOTHING_SPENT;
  const ended = deedsOfLast.filter((deed) => deed.kept?.kind !== 'question' && !wasInterrupted(deed));
  return {
    ...[...turns, ...deedsOfLast].reduce<Used>((total, { used }) => addUsed(total, used), before),
    requests: before.requests + turns.length,
    toolCalls: before.toolCalls + ended.length,
    // Of an action that was interrupted nobody knows how long somebody worked at it.
    busyMs:
      before.busyMs + sum(turns, ({ durationMs }) => durationMs) + sum(ended, ({ action }) => action.durationMs ?? 0),
  };
}

function sum<T>(list: readonly T[], of: (entry: T) => number): number {
  return list.reduce((total, entry) => total + of(entry), 0);
}
