import type { AnswerOf } from '@telltale/api';
import { formatBytes, TelltaleError } from '@telltale/core';
import type { RunEnd } from '@telltale/engine/client';

/** As much as a worker lets a run give back unless it is told otherwise. */
const MAX_RESULT_BYTES = 8_388_608;

/** How a run ended, as the API tells it. Throws `OversizedResultError`. */
export function toResultBody(runId: string, end: RunEnd): Omit<AnswerOf<'getResult'>, 'stale'> {
  return {
    runId,
    state: end.state,
    result: end.state === 'succeeded' ? bounded(runId, toJson(end.result)) : null,
    failure: end.state === 'failed' ? end.error.message : null,
  };
}

/** The run has given back more than one answer may hold. */
class OversizedResultError extends TelltaleError {
  override readonly name = 'OversizedResultError';
  constructor(runId: string, bytes: number) {
    super(
      `What run ${runId} gave back takes ${formatBytes(bytes)} as JSON; an answer holds ${formatBytes(MAX_RESULT_BYTES)}.`,
      {
        code: 'result_oversized',
        hint: 'Read it in a program, with result() of @telltale/engine/client. Let the pipeline make an artifact of what is so large.',
        details: { runId, bytes },
      },
    );
  }
}

function bounded(runId: string, result: unknown): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > MAX_RESULT_BYTES) throw new OversizedResultError(runId, bytes);
  return result;
}

/** A value that DBOS has kept, in what JSON has: the API's contract says how. */
function toJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value) || value instanceof Set || value instanceof Map) return Array.from(value, toJson);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, toJson(member)]),
  );
}
