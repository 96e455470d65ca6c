import { InvalidSubjectError } from '../errors/pipeline-errors.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';

/** As the ledger takes them: a subject is part of its runs' ids. */
const SUBJECT = /^[A-Za-z0-9._~-]{1,200}$/;
const MAX_SHOWN_CHARACTERS = 80;

/** What a run with this input works on. Throws `InvalidSubjectError`. */
export async function subjectOf(pipeline: AnyPipeline, input: unknown): Promise<string> {
  const subject = await ask(pipeline, input);
  if (typeof subject === 'string' && SUBJECT.test(subject)) return subject;
  throw new InvalidSubjectError(pipeline.name, { problem: `it is ${shown(subject)}` });
}

async function ask(pipeline: AnyPipeline, input: unknown): Promise<unknown> {
  try {
    return await pipeline.subject(input);
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    throw new InvalidSubjectError(pipeline.name, { problem, cause: error });
  }
}

function shown(subject: unknown): string {
  if (typeof subject !== 'string') return `of type ${typeof subject}`;
  if (subject === '') return 'empty';
  return JSON.stringify(
    subject.length <= MAX_SHOWN_CHARACTERS ? subject : `${subject.slice(0, MAX_SHOWN_CHARACTERS - 1)}…`,
  );
}
