import type { Reader } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { Moments } from '../../execute/services.ts';
import type { AnyPipeline } from '../../pipeline/pipeline.ts';
import type { Troubles } from '../troubles.ts';

export interface WatchdogServices {
  readonly workerId: string;
  readonly pool: Pool;
  readonly reader: Reader;
  /** Those that this worker knows, by name. The runs of others are looked after all the same. */
  readonly pipelines: ReadonlyMap<string, AnyPipeline>;
  readonly moments: Moments;
  readonly troubles: Troubles;
}
