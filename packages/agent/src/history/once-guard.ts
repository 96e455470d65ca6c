import type { EarlierAction } from '@telltale/engine';
import { canonicalJson } from '../canonical-json.ts';
import { type Deed, recordedInput } from './history.ts';
import { lineOf, triedCall } from './what-was-tried.ts';

/** What to do about a call of a tool marked `once`. */
export type OnceVerdict =
  /** Make it. `earlier`: what earlier attempts did with this input, for the tool; the model knows of it. */
  | { readonly kind: 'run'; readonly earlier: readonly EarlierAction[] }
  /** Don't make it, and tell the model why. If it then calls again, the call is made. */
  | { readonly kind: 'tell'; readonly told: string };

/** What an agent did in a conversation that it does not remember, and may not do twice without a word. */
export class OnceGuard {
  readonly #deeds: readonly Deed[];
  readonly #told: Set<string>;

  /** `told`: calls that the model has been told of in this conversation (`callKey`). */
  constructor(deeds: readonly Deed[], told: Iterable<string> = []) {
    this.#deeds = deeds;
    this.#told = new Set(told);
  }

  /** Asked before each call of a tool marked `once`, and not for others. Remembers what it has the model told. */
  judge(tool: string, input: unknown): OnceVerdict {
    const same = this.#deeds.filter((deed) => isSame(deed, tool, input));
    const key = callKey(tool, input);
    if (same.length === 0 || this.#told.has(key)) return { kind: 'run', earlier: same.map(({ action }) => action) };
    this.#told.add(key);
    const ends = same.map((deed) => `- ${lineOf(triedCall(deed))}`);
    return { kind: 'tell', told: [BEGIN, ...ends, END].join('\n') };
  }
}

const BEGIN = 'This call was not made, because it was made before, in an attempt at this task that broke off:';
const END = 'If it has to be made again all the same, call it again with the same input. Else go on without it.';

export function callKey(tool: string, input: unknown): string {
  return `${tool} ${canonicalJson(input)}`;
}

/** By the whole input, where it is known; else by what the action's row shows of it, which may be cut. */
function isSame({ action, call }: Deed, tool: string, input: unknown): boolean {
  if (action.tool !== tool) return false;
  if (call !== null) return canonicalJson(call.input) === canonicalJson(input);
  return canonicalJson(action.input) === recordedInput(input);
}
