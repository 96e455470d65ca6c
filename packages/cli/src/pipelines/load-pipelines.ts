import { pathToFileURL } from 'node:url';
import type { AnyPipeline } from '@telltale/engine';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../errors.ts';
import { findDuplicates } from '../sample/find-duplicates.ts';

/** Those that come with Telltale. A pipeline of one's own takes the place of one of the same name. */
const BUNDLED: readonly AnyPipeline[] = [findDuplicates];

/** The pipelines of the configuration, and those that come with Telltale. Throws `UsageError`. */
export async function loadPipelines({ pipelines }: Config): Promise<readonly AnyPipeline[]> {
  const own = await Promise.all(pipelines.map((given) => (typeof given === 'string' ? pipelinesIn(given) : [given])));
  const names = new Set(own.flat().map(({ name }) => name));
  return [...own.flat(), ...BUNDLED.filter(({ name }) => !names.has(name))];
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
