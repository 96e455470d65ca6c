import { ERROR_CODES, type ErrorBody, type ErrorCodeName } from '@telltale/api';
import { TelltaleError } from '@telltale/core';

/** What a caller is told of an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly error: ErrorBody['error'];
}

/**
 * What callers are told in place of an error's own words, which are for whoever runs the server: they name its machines,
 * folders and settings, or a call in TypeScript.
 */
const FOR_CALLERS: Partial<Record<ErrorCodeName, { readonly message?: string; readonly hint: string }>> = {
  database_unreachable: {
    message: 'The database cannot be reached.',
    hint: 'Try again in a moment. If it stays like this, look at the database: the log of the server has the reason.',
  },
  ledger_query_failed: {
    message: 'The database refused a query.',
    hint: 'Try again in a moment. If it stays like this, the log of the server has the reason.',
  },
  artifact_store_failed: {
    message: 'The place where files are kept cannot be read.',
    hint: 'Try again in a moment. If it stays like this, the log of the server has the reason.',
  },
  artifact_not_found: {
    message: 'There is no such file.',
    hint: 'Look at the files of the run; one that retention removed is gone for good.',
  },
  artifact_location_invalid: {
    message: 'The file is kept where this server does not read.',
    hint: 'Ask the server that runs beside the worker that made it.',
  },
  artifact_range_invalid: {
    message: 'The file has no such bytes.',
    hint: 'Ask for bytes that it has: the header Content-Range of this answer says how many these are.',
  },
  artifact_store_missing: {
    message: 'This server was not told where the files of runs are.',
    hint: 'Start it with the same place for files as the workers.',
  },
  media_not_found: {
    hint: 'Run the episode again from its step download; a file that was uploaded has to be uploaded again.',
  },
  answer_missing: { hint: 'Resume it with an answer: { "answer": … } in the body.' },
  run_not_ended: {
    hint: 'Follow it: GET /api/v1/runs/{runId}/stream. Ask again after its message “end”.',
  },
  pipeline_unknown: { hint: 'Choose one of those, or start the server with the pipelines that it should know.' },
};

/** Errors of which a caller hears under another name. */
const SAME_AS: Readonly<Record<string, ErrorCodeName>> = {
  client_closed: 'shutting_down',
  feed_closed: 'shutting_down',
};

/** What is told of an error, by its code; `null` for one that nobody expected. */
export function errorAnswer(cause: unknown): ErrorAnswer | null {
  if (!(cause instanceof TelltaleError)) return null;
  const code = SAME_AS[cause.code] ?? cause.code;
  if (!isKnown(code)) return null;
  const told = FOR_CALLERS[code];
  const hint = told?.hint ?? cause.hint;
  const details = told?.message === undefined ? detailsOf(cause) : {};
  return {
    status: ERROR_CODES[code].status,
    error: {
      code,
      message: told?.message ?? cause.message,
      ...(hint === undefined ? {} : { hint }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    },
  };
}

function isKnown(code: string): code is ErrorCodeName {
  return Object.hasOwn(ERROR_CODES, code);
}

function detailsOf(error: TelltaleError): Readonly<Record<string, unknown>> {
  return 'faults' in error ? { ...error.details, faults: error.faults } : error.details;
}
