import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Reader } from '@telltale/ledger';
import type { Pool } from 'pg';
import { UnknownPipelineError } from '../errors/pipeline-errors.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';

/** What the calls of one client share. */
export interface ClientContext {
  readonly pool: Pool;
  readonly reader: Reader;
  readonly dbos: DBOSClient;
  readonly pipelines: ReadonlyMap<string, AnyPipeline>;
  /** Aborts, with a `ClientClosedError`, when the client is closed. */
  readonly closing: AbortSignal;
}

/** Throws `UnknownPipelineError`. */
export function findPipeline({ pipelines }: ClientContext, pipeline: AnyPipeline | string): AnyPipeline {
  if (typeof pipeline !== 'string') return pipeline;
  const found = pipelines.get(pipeline);
  if (found === undefined) throw new UnknownPipelineError(pipeline, [...pipelines.keys()]);
  return found;
}
