import { InvalidPipelineError } from '../errors/pipeline-errors.ts';
import type { AnyPipeline } from './pipeline.ts';

/** Throws `InvalidPipelineError` for two different pipelines of one name. */
export function pipelinesByName(pipelines: readonly AnyPipeline[]): ReadonlyMap<string, AnyPipeline> {
  const byName = new Map<string, AnyPipeline>();
  for (const pipeline of pipelines) {
    if ((byName.get(pipeline.name) ?? pipeline) !== pipeline) {
      throw new InvalidPipelineError(pipeline.name, 'there is another one of that name');
    }
    byName.set(pipeline.name, pipeline);
  }
  return byName;
}
