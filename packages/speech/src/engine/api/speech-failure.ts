import { oneLine, toBoundedText } from '@telltale/core';
import { z } from 'zod';
import { SpeechEngineError } from '../../errors.ts';

const REFUSAL = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

/** Why a request was answered with an error, as a sentence that says what to do, and whether to try again. */
export function speechFailure(engine: string, { status, headers }: Response, body: string): SpeechEngineError {
  const said = saidIn(body);
  const why = said === null ? '' : `: ${said}`;
  if (status === 401 || status === 403) {
    return new SpeechEngineError(`${engine} refused the API key (${status}).`, {
      engine,
      code: 'speech_unauthorized',
      hint: 'Check that the key is set, belongs to this service, and may use this model.',
      status,
    });
  }
  if (status === 413) {
    return new SpeechEngineError(`${engine} takes no file of this size (413).`, {
      engine,
      code: 'speech_too_large',
      hint: 'Set the largest size that the service takes.',
      status,
    });
  }
  if (status === 429 && !body.includes('insufficient_quota')) {
    return new SpeechEngineError(`${engine} gets too many requests from us (429).`, {
      engine,
      code: 'speech_busy',
      hint: 'Wait a while, run fewer episodes at a time, or ask the service for a higher limit.',
      retryable: true,
      waitMs: waitMs(headers),
      status,
    });
  }
  if (status === 408 || status >= 500) {
    return new SpeechEngineError(`${engine} failed (${status})${why}.`, {
      engine,
      code: 'speech_down',
      hint: 'Try again later; the status page of the service may say more.',
      retryable: true,
      waitMs: waitMs(headers),
      status,
    });
  }
  return new SpeechEngineError(`${engine} did not accept the request (${status})${why}.`, {
    engine,
    code: 'speech_refused',
    hint: 'Check the base URL, the name of the model, and that the account has credit.',
    status,
  });
}

export function speechUnreachable(engine: string, why: string, cause: unknown): SpeechEngineError {
  return new SpeechEngineError(`${engine} cannot be reached: ${oneLine(why).replace(/\.$/, '')}.`, {
    engine,
    code: 'speech_unreachable',
    hint: 'Check the network and the base URL, and that the server runs if it is one of yours.',
    retryable: true,
    cause,
  });
}

/** What the service said, without its full stop. It may quote keys: those are cut out where errors are kept. */
function saidIn(body: string): string | null {
  try {
    const { error } = REFUSAL.parse(JSON.parse(body));
    const message = typeof error === 'string' ? error : error.message;
    return oneLine(toBoundedText(message, { maxCharacters: 300 })).replace(/\.$/, '');
  } catch {
    return null;
  }
}

function waitMs(headers: Headers): number | null {
  const told = headers.get('retry-after');
  if (told === null) return null;
  const ms = /^\d+(?:\.\d+)?$/.test(told) ? Number(told) * 1_000 : Date.parse(told) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
