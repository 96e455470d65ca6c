import { TelltaleError } from '@telltale/core';

/** A pipeline was defined in a way that cannot work. */
export class InvalidPipelineError extends TelltaleError {
  override readonly name = 'InvalidPipelineError';
  constructor(pipeline: unknown, problem: string) {
    const name = typeof pipeline === 'string' ? `Pipeline ${JSON.stringify(pipeline.slice(0, 80))}` : 'A pipeline';
    super(`${name} cannot be defined: ${problem}.`, {
      code: 'pipeline_invalid',
      hint: 'See docs/pipelines.md for a definition with every option.',
      details: { pipeline: String(pipeline).slice(0, 80) },
    });
  }
}

/** Somebody named a pipeline that this process does not have. */
export class UnknownPipelineError extends TelltaleError {
  override readonly name = 'UnknownPipelineError';
  constructor(pipeline: string, known: readonly string[]) {
    const list = known.length === 0 ? 'none' : known.join(', ');
    super(`There is no pipeline ${JSON.stringify(pipeline.slice(0, 80))} here; there is ${list}.`, {
      code: 'pipeline_unknown',
      hint: 'Give its definition to createClient or createWorker ({ pipelines: […] }).',
      details: { pipeline: pipeline.slice(0, 80) },
    });
  }
}

/** One thing that is wrong with an input: where, and what was expected. */
export interface InputFault {
  /** `steps[2].url`; empty for the input as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A run was submitted with an input that its pipeline does not take. No run was made. */
export class InvalidInputError extends TelltaleError {
  override readonly name = 'InvalidInputError';
  readonly faults: readonly InputFault[];
  constructor(pipeline: string, faults: readonly InputFault[]) {
    const list = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    super(`Pipeline ${pipeline} does not take this input: ${list}.`, {
      code: 'input_invalid',
      hint: 'Correct what is named and submit it again. No run was made.',
      details: { pipeline, faults: faults.length },
    });
    this.faults = faults;
  }
}

const SUBJECT_HINT =
  'A subject has 1 to 200 letters, digits and . _ ~ -, and is worked out by the pipeline’s `subject`.';

/** The subject that a pipeline works out of an input cannot be one, or could not be worked out. No run was made. */
export class InvalidSubjectError extends TelltaleError {
  override readonly name = 'InvalidSubjectError';
  constructor(pipeline: string, { problem, cause }: { readonly problem: string; readonly cause?: unknown }) {
    super(`Pipeline ${pipeline} finds no subject in this input: ${problem}.`, {
      code: 'subject_invalid',
      // What a pipeline says itself is nearer to what is wrong.
      hint: `${(cause instanceof TelltaleError ? cause.hint : undefined) ?? SUBJECT_HINT} No run was made.`,
      details: { pipeline },
      cause,
    });
  }
}
