import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { z } from 'zod';
import { askModel, FENCE_NOTICE, fenced } from '../ask/index.ts';
import { nameKey } from '../entities/index.ts';
import type { EntityToFind } from './read-entity.ts';
import type { WikidataCandidate } from './wikidata/wikidata.ts';

const INSTRUCTIONS = `A name was mentioned in a podcast. You decide which item of Wikidata it stands for, if any.
Go by its type and by what was said of it. If none fits, or several fit equally well, the answer is null: a wrong item is worse than none.
${FENCE_NOTICE}
Answer with JSON: {"wikidataId": "Q…"} or {"wikidataId": null}.`;

const answerSchema = z.object({ wikidataId: z.string().nullable() });

export interface Picked {
  readonly wikidataId: string | null;
  /** Why that one, or none. */
  readonly why: string;
}

/** Which of several items an entity is. Throws `ModelCallError`, `UselessAnswerError`. */
export async function pickCandidate(
  step: Step,
  model: AgentModel | null,
  entity: EntityToFind,
  candidates: readonly WikidataCandidate[],
): Promise<Picked> {
  if (model === null) return pickByName(entity, candidates);
  const { name, typeName, typeDescription, contexts } = entity;
  const items = candidates.map(({ wikidataId, name: label, description }) => ({ wikidataId, label, description }));
  const asked = { name, type: `${typeName}: ${typeDescription}`, said: contexts, items };
  const answer = await askModel(step, model, {
    instructions: INSTRUCTIONS,
    prompt: fenced('name', JSON.stringify(asked)),
    output: answerSchema,
    about: { purpose: 'which item of Wikidata', name },
  });
  const id = /Q\d+/.exec(answer.wikidataId ?? '')?.[0];
  const picked = candidates.find(({ wikidataId }) => wikidataId === id);
  return picked === undefined
    ? { wikidataId: null, why: `${model.id} took none of ${candidates.length}` }
    : { wikidataId: picked.wikidataId, why: `${model.id} took it out of ${candidates.length}` };
}

/** Without a model only the name can decide, and only if one of them alone has it. */
function pickByName({ name }: EntityToFind, candidates: readonly WikidataCandidate[]): Picked {
  const [only, ...others] = candidates.filter((candidate) => nameKey(candidate.name) === nameKey(name));
  if (only !== undefined && others.length === 0) {
    return { wikidataId: only.wikidataId, why: 'it is the only one of exactly that name' };
  }
  return { wikidataId: null, why: `no language model is configured that could choose from ${candidates.length}` };
}
