import type { ServerContext } from '../context.ts';
import type { HandlersOf } from './endpoint-handler.ts';
import { given } from './given.ts';

export function controlHandlers({ client }: ServerContext): HandlersOf<'controls'> {
  return {
    submitRun: ({ body: { pipeline, input, ...options }, headers, principal }) =>
      client.submit(pipeline, input, { ...given(options), ...idempotency(headers), by: principal.name }),
    pauseRun: ({ params: { runId }, body, principal }) => client.pause(runId, { ...given(body), by: principal.name }),
    resumeRun: ({ params: { runId }, body, principal }) => client.resume(runId, { ...given(body), by: principal.name }),
    cancelRun: ({ params: { runId }, body, principal }) => client.cancel(runId, { ...given(body), by: principal.name }),
    retryRun: ({ params: { runId }, body, headers, principal }) =>
      client.retry(runId, { ...given(body), ...idempotency(headers), by: principal.name }),
    rerunRun: ({ params: { runId }, body, headers, principal }) =>
      client.rerun(runId, { ...given(body), ...idempotency(headers), by: principal.name }),
    retryFailedItems: ({ params: { runId }, body: { step, ...options }, headers, principal }) =>
      client.retryFailedItems(runId, step, { ...given(options), ...idempotency(headers), by: principal.name }),
    setPriority: ({ params: { runId }, body }) => client.setPriority(runId, body.priority),
  };
}

function idempotency(headers: { readonly 'idempotency-key'?: string | undefined }): {
  readonly idempotencyKey?: string;
} {
  return given({ idempotencyKey: headers['idempotency-key'] });
}
