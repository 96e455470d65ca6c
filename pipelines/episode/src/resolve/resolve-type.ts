import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import type { Pool } from 'pg';
import { askWhich } from './ask-which.ts';
import type { Candidates, FoundCandidates } from './candidates.ts';
import { type Choice, chooseByName, type Question, soleCandidate } from './choice.ts';
import type { FoundName, FoundType } from './read-found.ts';
import { readKnown } from './read-known.ts';

export interface Deciders {
  readonly pool: Pool;
  readonly model: () => Promise<AgentModel | null>;
  readonly candidates: Candidates;
}

/** What the names of one type stand for, and how that was decided. */
export interface ResolvedType {
  readonly choices: readonly Choice[];
  readonly musicbrainz: FoundCandidates['musicbrainz'];
  /** The model that was asked; `null`: none was. */
  readonly model: string | null;
  /** Names that might mean something known, and that a model decided, or would have to. */
  readonly questions: number;
}

/** Decides what the names of one type stand for. Nothing is written, and no lock is held while others are asked. */
export async function resolveType(
  step: Step,
  deciders: Deciders,
  type: FoundType,
  names: readonly FoundName[],
): Promise<ResolvedType> {
  const known = await readKnown(
    deciders.pool,
    type.key,
    names.map(({ key }) => key),
  );
  const { candidates, musicbrainz } = await deciders.candidates.find(type, names);
  const choices: Choice[] = [];
  const questions: Question[] = [];
  for (const name of names) {
    const question = { name, known: known.get(name.key) ?? [], candidates: candidates.get(name.name) ?? [] };
    const choice = chooseByName(question);
    if (choice === 'ask') questions.push(question);
    else if (choice !== null) choices.push(choice);
  }
  if (questions.length === 0) return { choices, musicbrainz, model: null, questions: 0 };
  const model = await deciders.model();
  const decided =
    model === null
      ? questions.flatMap((question) => soleCandidate(question) ?? [])
      : await askWhich(step, model, type, questions);
  return { choices: [...choices, ...decided], musicbrainz, model: model?.id ?? null, questions: questions.length };
}
