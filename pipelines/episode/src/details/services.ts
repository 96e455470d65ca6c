import type { AgentModel } from '@telltale/agent';
import type { OutboundPolicy } from '@telltale/outbound';
import type { Pool } from 'pg';
import type { PodcastIndex } from '../indexes/index.ts';
import type { MediaStore } from '../media/index.ts';

/** With what details are fetched. */
export interface DetailsServices {
  readonly pool: Pool;
  readonly media: Pick<MediaStore, 'withFile'>;
  /** What may be fetched for those who submit addresses. */
  readonly outbound: OutboundPolicy;
  /** Gives `null` if no language model is configured. Throws what says why the one that is cannot be used. */
  readonly model: () => Promise<AgentModel | null>;
  readonly indexes: readonly PodcastIndex[];
}
