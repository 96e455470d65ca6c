import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '@telltale/api';
import { type RunView, TelltaleError } from '@telltale/core';

const TRY_AGAIN_MS = 1_000;

export async function loadView(api: ApiClient, runId: string, signal: AbortSignal): Promise<RunView> {
  return (await api.getRunView({ runId }, { signal })).view;
}

/** Loads it in the middle of a watch, in which a server that is away is waited for. */
export async function reloadView(api: ApiClient, runId: string, signal: AbortSignal): Promise<RunView> {
  for (;;) {
    try {
      return await loadView(api, runId, signal);
    } catch (error) {
      if (!(error instanceof TelltaleError) || !error.retryable) throw error;
      await delay(TRY_AGAIN_MS, undefined, { signal });
    }
  }
}
