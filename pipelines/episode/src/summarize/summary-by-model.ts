import { createHash } from 'node:crypto';
import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { clockTime } from '@telltale/speech';
import { askModel } from '../ask/index.ts';
import { joinParts, type Part } from './parts.ts';
import { episodePrompt, notesInstructions, type SummarizedEpisode, summaryInstructions } from './prompts.ts';

/** What a model is given at once: some 6,000 tokens of English, which also small models take. */
export const PART_CHARACTERS = 24_000;
/** What is kept of the notes of one part, whatever a model writes: so each round of notes is far shorter than the one before. */
const NOTE_CHARACTERS = 2_000;
const CONCURRENCY = 4;

/** A transcript that is short enough is summarised as it is, a long one from notes of its parts. Each answer is durable. */
export async function summaryByModel(
  step: Step,
  model: AgentModel,
  episode: SummarizedEpisode,
  transcript: readonly Part[],
): Promise<{ readonly summary: string; readonly parts: number }> {
  let parts = joinParts(transcript, PART_CHARACTERS);
  const count = parts.length;
  let what = 'transcript';
  for (let round = 1; parts.length > 1; round += 1) {
    const given = what;
    const notes = await step.items(
      parts,
      {
        key: (part, place) => `notes ${round}.${place + 1} ${hashOf(part.text)}`,
        label: ({ startS, endS }) => `notes of ${clockTime(startS)}–${clockTime(endS)}`,
        unit: 'parts',
        concurrency: CONCURRENCY,
      },
      async ({ text }, { signal }) => {
        const answer = await askModel(step, model, {
          instructions: notesInstructions(episode),
          prompt: episodePrompt(episode, given, text),
          about: { for: 'notes' },
          signal,
        });
        return answer.trim().slice(0, NOTE_CHARACTERS).toWellFormed();
      },
    );
    parts = joinParts(
      parts.map((part, place) => ({ ...part, text: notes[place] ?? '' })),
      PART_CHARACTERS,
    );
    what = 'notes';
  }
  const [summary = ''] = await step.items(
    parts,
    { key: ({ text }) => `summary ${hashOf(text)}`, label: () => 'summary', unit: 'parts' },
    async ({ text }, { signal }) =>
      await askModel(step, model, {
        instructions: summaryInstructions(episode),
        prompt: episodePrompt(episode, what, text),
        about: { for: 'summary' },
        signal,
      }),
  );
  return { summary: paragraphsOf(summary), parts: count };
}

/** By what they are about: an answer is not taken for that to another text. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function paragraphsOf(text: string): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .join('\n\n');
}
