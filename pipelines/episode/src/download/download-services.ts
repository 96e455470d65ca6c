import type { AgentModel } from '@telltale/agent';
import type { BrowserOptions } from '@telltale/browser';
import type { OutboundPolicy } from '@telltale/outbound';
import type { Pool } from 'pg';
import type { PodcastIndex } from '../indexes/index.ts';
import type { MediaStore } from '../media/index.ts';
import type { Patience } from './fetch-audio.ts';

/** With what the step works. */
export interface DownloadServices {
  readonly pool: Pool;
  readonly media: MediaStore;
  readonly outbound: OutboundPolicy;
  /** Gives `null` if none is configured: then no agent looks for audio. */
  readonly model: () => Promise<AgentModel | null>;
  readonly browser: BrowserOptions;
  readonly indexes: readonly PodcastIndex[];
  readonly workFolder: string;
  /** Largest file that is downloaded. Default: 2 GB. */
  readonly maxDownloadBytes?: number | undefined;
  /** Longest time of the agent, in ms. Default: 120,000. */
  readonly agentTimeoutMs?: number | undefined;
  /** How long servers are waited for. Default: `PATIENCE`. */
  readonly patience?: Patience;
}
