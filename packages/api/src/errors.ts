export interface ErrorCode {
  /** The HTTP status that goes with it. */
  readonly status: number;
  /** What has happened, for docs/api.md. */
  readonly meaning: string;
}

/** Every code that an answer of the API can have as its `error.code`. docs/api.md has them as a table. */
export const ERROR_CODES = {
  request_invalid: {
    status: 400,
    meaning: 'A parameter, header or body is not as it has to be; `details.faults` names each.',
  },
  cursor_invalid: { status: 400, meaning: 'The cursor is not one that this list gave out.' },
  filter_invalid: { status: 400, meaning: 'A filter has a value that it cannot have.' },
  upload_missing: { status: 400, meaning: 'The body is empty, where a file was to be.' },
  token_invalid: { status: 401, meaning: 'The token is wrong, has expired or was revoked.' },
  unauthenticated: { status: 401, meaning: 'The server wants a token and got none.' },
  forbidden: { status: 403, meaning: 'A viewer asked for what only an operator may do.' },
  origin_foreign: { status: 403, meaning: 'A browser sent the request from a page of another site.' },
  not_found: { status: 404, meaning: 'There is no such address.' },
  artifact_location_invalid: { status: 404, meaning: 'The file is kept where this server does not read.' },
  artifact_not_found: { status: 404, meaning: 'The run has no such file, or retention removed it.' },
  audio_missing: { status: 404, meaning: 'The audio of the episode was not downloaded yet.' },
  cover_missing: { status: 404, meaning: 'No picture of the episode is kept.' },
  entity_not_found: { status: 404, meaning: 'There is no such entity.' },
  episode_not_found: { status: 404, meaning: 'There is no such episode, or it was deleted.' },
  library_missing: { status: 404, meaning: 'This server has no library of episodes.' },
  lookup_missing: { status: 404, meaning: 'This server was not told of a Wikidata to ask.' },
  media_not_found: { status: 404, meaning: 'The file of the episode’s audio, or of its picture, is gone.' },
  pipeline_unknown: { status: 404, meaning: 'This server has no pipeline of that name.' },
  run_not_found: { status: 404, meaning: 'There is no such run, or retention removed it.' },
  settings_missing: { status: 404, meaning: 'This server was not told of its configuration.' },
  transcript_missing: { status: 404, meaning: 'The episode has no transcript yet.' },
  method_not_allowed: { status: 405, meaning: 'The address is there, but does not take this method.' },
  answer_missing: { status: 409, meaning: 'The run waits for an answer and was resumed without one.' },
  control_refused: { status: 409, meaning: 'The run is in a state in which it cannot be asked for this.' },
  episode_busy: { status: 409, meaning: 'A run works on the episode, or is about to.' },
  episode_not_failed: { status: 409, meaning: 'The newest run of the episode has succeeded, so it cannot be edited.' },
  no_failed_items: { status: 409, meaning: 'No item of that step has failed.' },
  result_oversized: { status: 409, meaning: 'What the run gave back is larger than an answer may be.' },
  run_ended: { status: 409, meaning: 'The run has succeeded or failed, which cannot be taken back.' },
  run_not_ended: { status: 409, meaning: 'The run has not ended, so it has given back nothing yet.' },
  run_not_queued: { status: 409, meaning: 'The run waits in no queue, so it has no place there to change.' },
  seq_ahead: { status: 409, meaning: 'The run has no event of that seq yet.' },
  step_not_reached: { status: 409, meaning: 'The run never came to that step.' },
  steps_changed: { status: 409, meaning: 'The pipeline’s steps are others than when the run ended.' },
  history_pruned: { status: 410, meaning: 'Retention removed events that the answer would need.' },
  run_pruned: { status: 410, meaning: 'Retention removed what a new run would go on from.' },
  body_too_large: { status: 413, meaning: 'The body is larger than the server takes.' },
  upload_too_large: { status: 413, meaning: 'The file is larger than the server takes.' },
  content_type_unsupported: { status: 415, meaning: 'The body is not sent as `application/json`.' },
  not_audio: { status: 415, meaning: 'The file is no audio that can be worked with, by what is in it.' },
  artifact_range_invalid: { status: 416, meaning: 'The file has no such range of bytes.' },
  host_foreign: { status: 421, meaning: 'The request names a host that this server does not answer for.' },
  answer_invalid: { status: 422, meaning: 'The run cannot be given this answer; it stays paused.' },
  input_invalid: { status: 422, meaning: 'The pipeline does not take this input; `details.faults` names each fault.' },
  option_invalid: { status: 422, meaning: 'An option has a value that it cannot have.' },
  run_invalid: { status: 422, meaning: 'A run cannot be made of this.' },
  subject_invalid: { status: 422, meaning: 'The pipeline finds no subject in this input.' },
  too_many_attempts: {
    status: 429,
    meaning: 'Too many wrong tokens came from this address; `Retry-After` says how long to wait.',
  },
  internal: { status: 500, meaning: 'Something went wrong on the server; its log has the reference in the message.' },
  artifact_store_missing: { status: 501, meaning: 'The server was not told where the files of runs are.' },
  artifact_store_failed: { status: 503, meaning: 'The place of the files is away, full or closed to the server.' },
  database_unreachable: { status: 503, meaning: 'The server cannot reach its database.' },
  embedding_failed: { status: 503, meaning: 'What makes vectors does not work, or does not answer.' },
  ledger_query_failed: { status: 503, meaning: 'The database refused a query.' },
  lookup_failed: { status: 503, meaning: 'Wikidata does not answer, or refuses to.' },
  shutting_down: { status: 503, meaning: 'The server is being stopped.' },
  streams_exhausted: { status: 503, meaning: 'As many streams are open as the server serves.' },
  vector_store_failed: { status: 503, meaning: 'The place of the vectors is away, or cannot be used.' },
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof ERROR_CODES;

/** The codes of what fails on the caller's own side, so that no answer has them, with their meaning. */
export const CLIENT_ERROR_CODES = {
  url_invalid: 'The address that the client was given is none of a server.',
  server_unreachable: 'No answer came, or it broke off.',
  server_silent: 'No answer came in time; on a stream, not even a `ping`.',
  answer_not_understood: 'Something answered that is not a Telltale server of this version: a proxy, another program.',
} as const satisfies Record<string, string>;

export type ClientErrorCode = keyof typeof CLIENT_ERROR_CODES;
