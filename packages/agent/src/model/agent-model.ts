import type { Tokens } from '@telltale/core';
import type { LanguageModel } from 'ai';

/** A language model that agents can use. `openModel` makes one; any model of the AI SDK will do. */
export interface AgentModel {
  /** Its name in traces, provider first: `openai:gpt-4.1-mini`. */
  readonly id: string;
  readonly languageModel: LanguageModel;
  /** What it costs. Default: unknown, and so are the costs of its agents. */
  readonly price?: ModelPrice;
}

/** In USD for a million tokens. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
}

/** What so many tokens cost, in USD; `null` without a price. */
export function costOf(tokens: Tokens, price: ModelPrice | undefined): number | null {
  if (price === undefined) return null;
  return (tokens.input * price.inputPerMillion + tokens.output * price.outputPerMillion) / 1_000_000;
}
