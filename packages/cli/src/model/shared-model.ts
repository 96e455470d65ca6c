import type { AgentModel } from '@telltale/agent';
import type { Config } from '../config/schema.ts';
import { openConfiguredModel } from './open-configured-model.ts';

/** All runs of a process share one model, and so what is known of its failures. Opened when it is first asked for. */
export function sharedModel(config: Pick<Config, 'model'>): () => Promise<AgentModel> {
  let model: Promise<AgentModel> | null = null;
  return () => {
    model ??= openConfiguredModel(config);
    return model;
  };
}
