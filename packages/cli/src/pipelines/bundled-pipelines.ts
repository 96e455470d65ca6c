import type { AgentModel } from '@telltale/agent';
import { createBrowse } from '@telltale/browse';
import type { BrowserOptions } from '@telltale/browser';
import type { AnyPipeline } from '@telltale/engine';
import type { Config } from '../config/schema.ts';
import { openConfiguredModel } from '../model/open-configured-model.ts';
import { findDuplicates } from '../sample/find-duplicates.ts';

/** The pipelines that come with Telltale. What they need may not be configured; then their runs say so. */
export function bundledPipelines(config: Config): readonly AnyPipeline[] {
  return [findDuplicates, createBrowse({ model: sharedModel(config), browser: browserOptions(config) })];
}

/** All runs of a worker share one model, and so what is known of its failures. */
function sharedModel(config: Config): () => Promise<AgentModel> {
  let model: Promise<AgentModel> | null = null;
  return () => {
    model ??= openConfiguredModel(config);
    return model;
  };
}

function browserOptions({ browser: { executablePath, ...others } }: Config): BrowserOptions {
  return { ...others, ...(executablePath === undefined ? {} : { executablePath }) };
}
