import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { z } from 'zod';
import { askModel, FENCE_NOTICE, fenced } from '../ask/index.ts';
import type { EntityKind, NamedEntity } from './found-entity.ts';

const answerSchema = z.object({
  entities: z.array(
    z.object({
      type: z.string().describe('The key of its kind.'),
      name: z.string().describe('Its name, in full if the text gives it so.'),
      context: z.string().nullable().describe('What the text says of it, in at most 15 words; null if nothing.'),
    }),
  ),
});

/** Names in a text, as a model finds them. Their types need not be among `kinds`: it may make some up. */
export async function namesByModel(
  step: Step,
  model: AgentModel,
  {
    kinds,
    text,
    signal,
  }: { readonly kinds: readonly EntityKind[]; readonly text: string; readonly signal: AbortSignal },
): Promise<readonly NamedEntity[]> {
  const { entities } = await askModel(step, model, {
    instructions: instructionsFor(kinds),
    prompt: fenced('transcript', text),
    output: answerSchema,
    about: { for: 'names' },
    signal,
  });
  return entities;
}

function instructionsFor(kinds: readonly EntityKind[]): string {
  return `You find names in a piece of a podcast's transcript.

Look for these kinds, and for no others:
${kinds.map(lineOf).join('\n')}

Give each thing once for each kind that it is of, with the kind's key, its name without titles, and what is said of it in the language of the text. Give only what the text itself names; if there is nothing, give an empty list.

${FENCE_NOTICE}`;
}

function lineOf({ key, name, description, examples }: EntityKind): string {
  const such = examples.length === 0 ? '' : ` Such as: ${examples.join(', ')}.`;
  return `- ${key}: ${name}.${description === '' ? '' : ` ${description.replace(/\.$/, '')}.`}${such}`;
}
