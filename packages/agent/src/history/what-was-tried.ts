import { cutText, oneLine } from '@telltale/core';
import { canonicalJson } from '../canonical-json.ts';
import type { Deed } from './history.ts';

/** One call and what became of it: `succeeded: …`, `failed: …`. */
export interface TriedCall {
  readonly tool: string;
  readonly input: unknown;
  readonly how: string;
}

/** Calls that are told of, the last ones. */
const MOST = 40;
const INPUT_CHARACTERS = 160;
const RESULT_CHARACTERS = 240;

/** Calls and what became of them, one a line, in at most some 17,000 characters; empty if there were none. */
export function tellTried(calls: readonly TriedCall[]): string {
  const left = Math.max(0, calls.length - MOST);
  const lines = calls.slice(left).map((call, index) => `${left + index + 1}. ${lineOf(call)}`);
  return [...(left === 0 ? [] : [`(${left} earlier ${left === 1 ? 'call is' : 'calls are'} left out)`]), ...lines].join(
    '\n',
  );
}

/** `click {"selector":"#more"}: timed out: …`, on one line. */
export function lineOf({ tool, input, how }: TriedCall): string {
  return `${cutText(`${tool} ${canonicalJson(input)}`, INPUT_CHARACTERS)}: ${oneLine(how, RESULT_CHARACTERS)}`;
}

/** What became of a call, by what the model was told of it. */
export function howItEnded({ told, failed }: { readonly told: string; readonly failed: boolean }): string {
  return failed ? `failed: ${told.replace(/^Error: /, '')}` : `succeeded: ${told}`;
}

/** What an agent did in earlier attempts; not what it asked. */
export function triedBefore(deeds: readonly Deed[]): TriedCall[] {
  return deeds.filter(({ kept }) => kept?.kind !== 'question').map(triedCall);
}

export function triedCall(deed: Deed): TriedCall {
  const { action, call } = deed;
  return { tool: action.tool, input: call?.input ?? action.input, how: howDeedEnded(deed) };
}

function howDeedEnded({ action: { outcome, output, error }, kept }: Deed): string {
  const result = kept?.kind === 'tool' ? kept.told : typeof output === 'string' ? output : '';
  const why = error?.message ?? result;
  switch (outcome) {
    case 'success':
      return `succeeded: ${result}`;
    case 'timeout':
      return `timed out: ${why}`;
    case 'error':
      return `failed: ${why}`;
    case 'blocked':
      return `was refused: ${why}`;
    case 'running':
    case 'interrupted':
    case 'cancelled':
      return 'was interrupted; nobody knows whether it took effect';
  }
}
