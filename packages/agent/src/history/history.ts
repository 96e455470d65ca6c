import { LIMITS, toBoundedJson } from '@telltale/core';
import type { EarlierAction } from '@telltale/engine';
import { canonicalJson } from '../canonical-json.ts';
import { addUsed, NOTHING_USED, type Used } from '../model/used.ts';
import { type KeptCall, type KeptModel, type KeptQuestion, type KeptTool, readKept } from './kept.ts';

/** One action by which an agent did something, or asked. */
export interface Deed {
  readonly action: EarlierAction;
  /** `null`: it was interrupted, or ran out of its time. */
  readonly kept: KeptTool | KeptQuestion | null;
  /** The call that it was for; `null` if nobody knows. */
  readonly call: KeptCall | null;
  /** By models that were asked inside of it, however it ended. */
  readonly used: Used;
}

/** One call of a turn, with the actions that were begun for it: more than one if the first were interrupted. */
export interface CallHistory extends KeptCall {
  readonly deeds: readonly Deed[];
}

/** One answer of the model and what became of its calls. */
interface Turn {
  readonly model: KeptModel;
  readonly used: Used;
  readonly durationMs: number;
  readonly calls: readonly CallHistory[];
}

/** What earlier attempts of a step tell of one agent. */
export interface History {
  /** Its last conversation. */
  readonly turns: readonly Turn[];
  /** All that it did, in all its conversations, in order. */
  readonly deeds: readonly Deed[];
  /** What it did since the last conversation began. */
  readonly deedsOfLast: readonly Deed[];
}

interface OpenCall extends KeptCall {
  readonly deeds: Deed[];
}

interface OpenTurn extends Turn {
  readonly calls: readonly OpenCall[];
}

interface Conversation {
  readonly turns: OpenTurn[];
  readonly deeds: Deed[];
}

/**
 * Sorts the earlier actions of a step by what they were for. An action that kept nothing belongs to the first call that
 * asked for the same and has no end yet; with a tool of `tools` that nobody asked for, it counts as the agent's all the same.
 */
export function readHistory(
  earlier: readonly EarlierAction[],
  { agent, tools }: { readonly agent: string; readonly tools: Readonly<Record<string, unknown>> },
): History {
  const inside = usedInside(earlier);
  const conversations = new Map<string, Conversation>();
  const own: Deed[] = [];
  const conversationOf = (name: string) => {
    const known = conversations.get(name) ?? { turns: [], deeds: [] };
    conversations.set(name, known);
    return known;
  };
  const did = (name: string, about: Omit<Deed, 'used'>, call?: OpenCall) => {
    const deed = { ...about, used: inside.get(about.action.actionId) ?? NOTHING_USED };
    call?.deeds.push(deed);
    conversationOf(name).deeds.push(deed);
    if (name === agent) own.push(deed);
  };
  for (const action of earlier) {
    if (action.parentId !== null) continue;
    const kept = readKept(action.kept);
    if (kept?.kind === 'model') {
      const conversation = conversationOf(kept.agent);
      if (kept.turn === 1) forget(conversation);
      const calls = kept.calls.map((call) => ({ ...call, deeds: [] }));
      conversation.turns.push({ model: kept, used: usedBy(action), durationMs: action.durationMs ?? 0, calls });
    } else if (kept !== null) {
      const call = keptCall(conversationOf(kept.agent), kept);
      did(kept.agent, { action, kept, call: call ?? null }, call);
    } else if (action.tool !== MODEL) {
      const place = unendedCall(conversations, action);
      if (place !== null) did(place.agent, { action, kept, call: place.call }, place.call);
      else if (Object.hasOwn(tools, action.tool)) did(agent, { action, kept, call: null });
    }
  }
  const last = conversationOf(agent);
  return { turns: last.turns, deeds: own, deedsOfLast: last.deeds };
}

const MODEL = 'model';

/** What models took that were asked inside of other actions, at any depth, by the outermost of these. */
function usedInside(earlier: readonly EarlierAction[]): ReadonlyMap<string, Used> {
  const outermost = new Map<string, string>();
  const inside = new Map<string, Used>();
  for (const action of earlier) {
    const { actionId, parentId, tool } = action;
    if (parentId === null) continue;
    const outer = outermost.get(parentId) ?? parentId;
    outermost.set(actionId, outer);
    if (tool === MODEL) inside.set(outer, addUsed(inside.get(outer) ?? NOTHING_USED, usedBy(action)));
  }
  return inside;
}

function usedBy({ tokens, costUsd }: EarlierAction): Used {
  return { tokens: tokens ?? NOTHING_USED.tokens, costUsd };
}

function forget({ turns, deeds }: Conversation): void {
  turns.length = 0;
  deeds.length = 0;
}

/** Models give the same id to several calls: the first that has no end yet is meant. */
function keptCall({ turns }: Conversation, kept: KeptTool | KeptQuestion): OpenCall | undefined {
  const calls = turns.findLast(({ model }) => model.turn === kept.turn)?.calls ?? [];
  const same = calls.filter(({ toolCallId }) => toolCallId === kept.toolCallId);
  return same.find((call) => !hasEnded(call)) ?? same.at(-1);
}

function unendedCall(conversations: ReadonlyMap<string, Conversation>, { tool, input }: EarlierAction) {
  const recorded = canonicalJson(input);
  for (const [agent, { turns }] of conversations) {
    const call = turns
      .at(-1)
      ?.calls.find((open) => open.tool === tool && recordedInput(open.input) === recorded && !hasEnded(open));
    if (call !== undefined) return { agent, call };
  }
  return null;
}

/** A call whose action was interrupted is made again. */
function hasEnded({ deeds }: OpenCall): boolean {
  const last = deeds.at(-1);
  return last !== undefined && !wasInterrupted(last);
}

/** It was begun, and nobody knows how far it came. */
export function wasInterrupted({ action: { outcome } }: Deed): boolean {
  return outcome === 'running' || outcome === 'interrupted' || outcome === 'cancelled';
}

/** An input as an action's row shows it, to be compared: bounded, and without secrets. */
export function recordedInput(input: unknown): string {
  return canonicalJson(toBoundedJson(input, { maxBytes: LIMITS.actionInputBytes }));
}
