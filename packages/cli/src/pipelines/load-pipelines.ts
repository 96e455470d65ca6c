import { pathToFileURL } from 'node:url';
import type { AnyPipeline } from '@telltale/engine';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../errors.ts';

/** The pipelines of the configuration. Throws `UsageError`, also for two of one name. */
export async function loadPipelines(config: Config): Promise<readonly AnyPipeline[]> {
  const own = new Map<string, Found>();
  for (const given of config.pipelines) {
    const from = typeof given === 'string' ? given : 'the configuration';
    for (const pipeline of typeof given === 'string' ? await pipelinesIn(given) : [given]) {
      const other = own.get(pipeline.name);
      // A module may export the same one under several names, such as `default`.
      if (other !== undefined && other.pipeline !== pipeline) throw twoOfOneName(pipeline.name, [other.from, from]);
      own.set(pipeline.name, { pipeline, from });
    }
  }
  return [...own.values()].map(({ pipeline }) => pipeline);
}

/** One's own pipelines, and those that come with Telltale: one's own takes the place of such a one of the same name. */
export function withBundled(own: readonly AnyPipeline[], bundled: readonly AnyPipeline[]): readonly AnyPipeline[] {
  return [...own, ...bundled.filter(({ name }) => own.every((each) => each.name !== name))];
}

interface Found {
  readonly pipeline: AnyPipeline;
  /** The file, for people. */
  readonly from: string;
}

function twoOfOneName(name: string, places: readonly string[]): UsageError {
  const where = [...new Set(places)].join(' and ');
  return new UsageError(`There are two pipelines of the name ${name}, in ${where}.`, {
    hint: 'Give one of them another name.',
  });
}

async function pipelinesIn(file: string): Promise<readonly AnyPipeline[]> {
  const found = Object.values(await importModule(file)).filter(isPipeline);
  if (found.length > 0) return found;
  throw new UsageError(`${file} exports no pipeline.`, {
    hint: 'Export what definePipeline of @telltale/engine gives, under any name.',
  });
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The pipelines in ${file} cannot be loaded: ${reason}`, {
      hint: 'Run `node` on the file to see the whole error. It stands under `pipelines` in the configuration.',
      cause,
    });
  }
}

/** By its shape and not its class: a pipeline may come from another copy of the engine. */
function isPipeline(value: unknown): value is AnyPipeline {
  if (typeof value !== 'object' || value === null) return false;
  const { name, version, steps, run, input } = value as Partial<AnyPipeline>;
  return (
    typeof name === 'string' &&
    typeof version === 'string' &&
    Array.isArray(steps) &&
    typeof run === 'function' &&
    typeof input === 'object'
  );
}
