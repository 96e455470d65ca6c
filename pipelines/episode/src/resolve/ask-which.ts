import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { z } from 'zod';
import { askModel, FENCE_NOTICE, fenced, UselessAnswerError } from '../ask/index.ts';
import { nameKey } from '../entities/index.ts';
import { type Choice, choiceOf, type Question, soleCandidate } from './choice.ts';
import type { FoundType } from './read-found.ts';

const INSTRUCTIONS = `Names were found in the transcript of a podcast. For each of them you decide whether it stands for something that is known.
"known" are entities that the library has: take one if the name means the same, though it is written otherwise, shortened, or misheard.
"musicbrainz" are candidates of the MusicBrainz database: take the one that is meant in what was said.
Take none of them if you are not sure: a new entity is better than a wrong one.
${FENCE_NOTICE}
Answer with JSON: {"matches": [{"name": as it was given, "entityId": number or null, "musicbrainzId": id or null}]}, one for each name.`;

const answerSchema = z.object({
  matches: z.array(
    z.object({ name: z.string(), entityId: z.number().nullable(), musicbrainzId: z.string().nullable() }),
  ),
});

const MBID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** What was said of a name: passages of it that a model is shown. */
const CONTEXTS = 2;
/** More would be an answer that models cut off. */
const NAMES_AT_ONCE = 80;

/**
 * Has a model decide what names of one type stand for. It can only choose what it was offered; a name that it left out is
 * what its sole candidate says, and so are all if its answers are of no use. Throws `ModelCallError`.
 */
export async function askWhich(
  step: Step,
  model: AgentModel,
  type: FoundType,
  questions: readonly Question[],
): Promise<readonly Choice[]> {
  const choices: Choice[] = [];
  for (let from = 0; from < questions.length; from += NAMES_AT_ONCE) {
    const some = questions.slice(from, from + NAMES_AT_ONCE);
    const matches = new Map((await ask(step, model, type, some)).map((match) => [nameKey(match.name), match]));
    for (const question of some) {
      const match = matches.get(question.name.key);
      const choice = match === undefined ? soleCandidate(question) : readMatch(question, match);
      if (choice !== null) choices.push(choice);
    }
  }
  return choices;
}

async function ask(
  step: Step,
  model: AgentModel,
  type: FoundType,
  questions: readonly Question[],
): Promise<readonly Match[]> {
  try {
    const { matches } = await askModel(step, model, {
      instructions: INSTRUCTIONS,
      prompt: fenced('names', JSON.stringify(offered(type, questions))),
      output: answerSchema,
      about: { purpose: 'which entities are meant', type: type.key, names: questions.length },
    });
    return matches;
  } catch (error) {
    if (!(error instanceof UselessAnswerError)) throw error;
    step.log(`${error.message} Names of the type ${type.name} are taken as they are.`, {}, 'warn');
    return [];
  }
}

type Match = z.output<typeof answerSchema>['matches'][number];

/** What of an answer was on offer for that name. */
function readMatch({ name, known, candidates }: Question, { entityId, musicbrainzId }: Match): Choice | null {
  const mbid = MBID.exec(musicbrainzId?.toLowerCase() ?? '')?.[0];
  const musicbrainz = candidates.find(({ id }) => id === mbid) ?? null;
  const entity = known.find(({ id }) => id === entityId);
  if (musicbrainz === null && entity === undefined) return null;
  return choiceOf(name, { musicbrainz, entityId: entity?.id ?? null });
}

function offered(type: FoundType, questions: readonly Question[]) {
  return {
    type: `${type.name}: ${type.description}`,
    names: questions.map(({ name, known, candidates }) => ({
      name: name.name,
      said: name.mentions.flatMap(({ context }) => context ?? []).slice(0, CONTEXTS),
      known: known.map((entity) => ({ entityId: entity.id, name: entity.name })),
      musicbrainz: candidates.map((candidate) => ({
        musicbrainzId: candidate.id,
        name: candidate.name,
        ...(candidate.comment === '' ? {} : { comment: candidate.comment }),
        ...(candidate.type === null ? {} : { type: candidate.type }),
      })),
    })),
  };
}
