import type { z } from 'zod';
import { InvalidPipelineError } from '../errors/pipeline-errors.ts';
import type { Pipeline, PipelineDefinition } from './pipeline.ts';

const QUEUE_DEFAULTS = { workerConcurrency: 4 } as const;

/** Each crash of a worker takes one. Three leave room for bad luck, and end a run that kills its workers. */
export const MAX_TRIES = 3;

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const VERSION = /^\P{C}{1,64}$/u;
const MAX_STEPS = 100;
const OPTIONS = ['name', 'version', 'input', 'subject', 'title', 'steps', 'queue', 'maxTries', 'continues', 'run'];

const NAMES = 'lower-case letters, digits and underscores, 64 at most, the first one a letter';
const VERSIONS = '1 to 64 printable characters';

/**
 * Defines a pipeline. Nothing happens yet: give it to `createWorker` to run it and to `client.submit` to start a run.
 * Throws `InvalidPipelineError`.
 */
export function definePipeline<Input extends z.ZodType, const Name extends string, Result>(
  definition: PipelineDefinition<Input, Name, Result>,
): Pipeline<Input, Name, Result> {
  const problem = problemOf(definition);
  if (problem !== null) throw new InvalidPipelineError(definition?.name, problem);
  const { title = () => undefined, maxTries = MAX_TRIES, continues = 'any' } = definition;
  return { ...definition, title, maxTries, continues, queue: { ...QUEUE_DEFAULTS, ...definition.queue } };
}

/** What is wrong with a definition, whoever wrote it: not every caller has a compiler. */
function problemOf(definition: PipelineDefinition<z.ZodType, string, unknown>): string | null {
  if (typeof definition !== 'object' || definition === null) return 'it has no definition';
  const { name, version, input, subject, title, run } = definition;
  if (typeof name !== 'string' || !NAME.test(name)) return `its name has to be ${NAMES}`;
  if (typeof version !== 'string' || !VERSION.test(version)) return `its version has to be ${VERSIONS}`;
  if (typeof input?.safeParseAsync !== 'function') return 'its input has to be a zod schema';
  if (typeof subject !== 'function') return 'its subject has to be a function of the input';
  if (title !== undefined && typeof title !== 'function') return 'its title has to be a function of the input';
  if (typeof run !== 'function') return 'its run has to be a function';
  return unknownIn(definition, OPTIONS, 'option') ?? problemOfSteps(definition) ?? problemOfLimits(definition);
}

function problemOfSteps({ steps }: Pick<PipelineDefinition<z.ZodType, string, unknown>, 'steps'>): string | null {
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MAX_STEPS) {
    return `it has to declare 1 to ${MAX_STEPS} steps`;
  }
  const wrong = steps.findIndex((step) => typeof step !== 'string' || !NAME.test(step));
  if (wrong >= 0) return `the name of step ${wrong + 1}, ${JSON.stringify(steps[wrong])}, has to be ${NAMES}`;
  const repeated = steps.find((step, index) => steps.indexOf(step) !== index);
  return repeated === undefined ? null : `step ${repeated} is declared twice`;
}

function problemOfLimits(definition: PipelineDefinition<z.ZodType, string, unknown>): string | null {
  const { queue = {}, maxTries = MAX_TRIES, continues = 'any' } = definition;
  const { workerConcurrency = QUEUE_DEFAULTS.workerConcurrency } = queue;
  if (!isPositive(workerConcurrency)) {
    return `queue.workerConcurrency has to be a whole number from 1; it is ${workerConcurrency}`;
  }
  if (!isPositive(maxTries)) return `maxTries has to be a whole number from 1; it is ${maxTries}`;
  const isList = Array.isArray(continues) && continues.every((one) => typeof one === 'string' && VERSION.test(one));
  if (continues !== 'any' && !isList) return `continues has to be 'any' or a list of versions, each of ${VERSIONS}`;
  return unknownIn(queue, Object.keys(QUEUE_DEFAULTS), 'queue option');
}

function unknownIn(options: object, known: readonly string[], what: string): string | null {
  const unknown = Object.keys(options).filter((option) => !known.includes(option));
  return unknown.length === 0 ? null : `it has no ${what} ${unknown.join(', ')}; there is ${known.join(', ')}`;
}

function isPositive(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}
