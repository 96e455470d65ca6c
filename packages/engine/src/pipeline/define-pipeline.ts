import type { z } from 'zod';
import { InvalidPipelineError } from '../errors/pipeline-errors.ts';
import type { Pipeline, PipelineDefinition } from './pipeline.ts';

const QUEUE_DEFAULTS = { workerConcurrency: 4 } as const;

/** Each crash of a worker takes one. Three leave room for bad luck, and end a run that kills its workers. */
const MAX_TRIES = 3;

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const MAX_STEPS = 100;
const OPTIONS = ['name', 'version', 'input', 'subject', 'title', 'steps', 'queue', 'maxTries', 'continues', 'run'];

/**
 * Defines a pipeline. Nothing happens yet: give it to `createWorker` to run it and to `client.submit` to start a run.
 * Throws `InvalidPipelineError`.
 */
export function definePipeline<Input extends z.ZodType, const Name extends string, Result>(
  definition: PipelineDefinition<Input, Name, Result>,
): Pipeline<Input, Name, Result> {
  check(definition);
  return {
    title: () => undefined,
    maxTries: MAX_TRIES,
    continues: 'any',
    ...definition,
    queue: { ...QUEUE_DEFAULTS, ...definition.queue },
  };
}

function check(definition: PipelineDefinition<z.ZodType, string, unknown>): void {
  const { name, version, steps, queue, maxTries = MAX_TRIES } = definition;
  const refuse = (problem: string) => {
    throw new InvalidPipelineError(name, problem);
  };
  if (typeof name !== 'string' || !NAME.test(name)) {
    refuse('its name has to be lower-case letters, digits and underscores, from a letter, 64 at most');
  }
  const unknown = Object.keys(definition).filter((option) => !OPTIONS.includes(option));
  if (unknown.length > 0) refuse(`it has no option ${unknown.join(', ')}; there are ${OPTIONS.join(', ')}`);
  if (typeof version !== 'string' || version.length === 0 || version.length > 64) {
    refuse('its version has to have 1 to 64 characters');
  }
  if (typeof definition.input?.safeParseAsync !== 'function') refuse('its input has to be a zod schema');
  if (typeof definition.subject !== 'function') refuse('its subject has to be a function of the input');
  if (typeof definition.run !== 'function') refuse('it has no run function');
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MAX_STEPS) {
    refuse(`it has to declare 1 to ${MAX_STEPS} steps`);
  }
  const wrong = steps.find((step) => !NAME.test(step));
  if (wrong !== undefined) {
    refuse(
      `step ${JSON.stringify(wrong)} has to be lower-case letters, digits and underscores, from a letter, 64 at most`,
    );
  }
  const repeated = steps.find((step, index) => steps.indexOf(step) !== index);
  if (repeated !== undefined) refuse(`step ${repeated} is declared twice`);
  const { workerConcurrency } = { ...QUEUE_DEFAULTS, ...queue };
  if (!isPositive(workerConcurrency))
    refuse(`queue.workerConcurrency has to be a whole number from 1; it is ${workerConcurrency}`);
  if (!isPositive(maxTries)) refuse(`maxTries has to be a whole number from 1; it is ${maxTries}`);
}

function isPositive(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
