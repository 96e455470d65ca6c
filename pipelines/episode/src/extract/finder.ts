import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { languageName, primaryLanguage } from '../ask/index.ts';
import type { Used } from '../store/note-used.ts';
import type { EntityKind, NamedEntity } from './found-entity.ts';
import { namesByModel } from './names-by-model.ts';

/** How names are looked for in an episode. */
export interface Finder {
  /** `null`: nothing is looked for, and `used` says why. */
  readonly find: ((text: string, signal: AbortSignal) => Promise<readonly NamedEntity[]>) | null;
  /** Texts at a time. */
  readonly concurrency: number;
  readonly used: Used;
}

const MODEL_CONCURRENCY = 4;
/** The one language that the rules know. */
const LANGUAGE_OF_RULES = 'en';

/** The model if there is one, else rules, if they know the language. */
export async function finderFor(
  step: Step,
  model: AgentModel | null,
  { kinds, language }: { readonly kinds: readonly EntityKind[]; readonly language: string | null },
): Promise<Finder> {
  if (kinds.length === 0) return nothing('every kind of entity is switched off');
  if (model !== null) {
    return {
      find: async (text, signal) => await namesByModel(step, model, { kinds, text, signal }),
      concurrency: MODEL_CONCURRENCY,
      used: { with: model.id, why: 'it is the language model that is configured' },
    };
  }
  if (language === null || primaryLanguage(language) !== LANGUAGE_OF_RULES) {
    const tongue = language === null ? 'a language that is not known' : languageName(language);
    return nothing(
      `no language model is configured, and without one names are found in English only: this is in ${tongue}`,
    );
  }
  // A few megabytes of rules, which are loaded only where they are used.
  const { namesByRules } = await import('./names-by-rules.ts');
  const types = new Set(kinds.map(({ key }) => key));
  return {
    find: async (text) => namesByRules(text, types),
    concurrency: 1,
    used: { with: 'rules for English names (compromise)', why: 'no language model is configured' },
  };
}

function nothing(why: string): Finder {
  return { find: null, concurrency: 1, used: { with: 'nothing', why } };
}
