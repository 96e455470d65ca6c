import { formatDuration, oneLine, toBoundedText } from '@telltale/core';
import { APICallError } from 'ai';
import { ModelCallError } from './errors.ts';
import { retryAfterMs } from './retry-after.ts';

/** Why a request to a model failed, as a sentence that says what to do, and whether to try again. */
export function modelFailure(error: unknown, model: string): ModelCallError {
  if (error instanceof ModelCallError) return error;
  if (!APICallError.isInstance(error)) {
    return new ModelCallError(model, `The request to ${model} could not be made: ${said(error)}.`, {
      code: 'model_failed',
      cause: error,
    });
  }
  const { statusCode: status } = error;
  if (status === undefined) return unreachable(model, error);
  // An answer that was cut off, or is not what the protocol says.
  if (status < 400) {
    return new ModelCallError(model, `The answer of ${model} could not be read: ${said(error)}.`, {
      code: 'model_down',
      retryable: true,
      cause: error,
    });
  }
  return refused(model, status, error);
}

/** What is said of a model that did not answer in time. */
export function modelTimeout(model: string, timeoutMs: number, cause: unknown): ModelCallError {
  return new ModelCallError(model, `${model} did not answer within ${formatDuration(timeoutMs)}.`, {
    code: 'model_unreachable',
    hint: 'Try again later, or raise limits.modelTimeoutMs if the model is that slow.',
    retryable: true,
    cause,
  });
}

function unreachable(model: string, error: APICallError): ModelCallError {
  return new ModelCallError(model, `${model} cannot be reached at ${originOf(error.url)}: ${said(error)}.`, {
    code: 'model_unreachable',
    hint: 'Check the network and the base URL, and that the server runs if it is one of yours.',
    retryable: true,
    cause: error,
  });
}

function refused(model: string, status: number, error: APICallError): ModelCallError {
  if (status === 429) return busy(model, error);
  if (status === 408 || status === 409 || status >= 500) {
    return new ModelCallError(model, `The provider of ${model} failed (${status}): ${said(error)}.`, {
      code: 'model_down',
      hint: 'Try again later; the status page of the provider may say more.',
      retryable: true,
      waitMs: retryAfterMs(error.responseHeaders, Date.now()),
      cause: error,
    });
  }
  if (status === 401 || status === 403) {
    return new ModelCallError(model, `The provider of ${model} refused the API key (${status}).`, {
      code: 'model_unauthorized',
      hint: 'Check that the key is set, belongs to this provider, and may use this model.',
      cause: error,
    });
  }
  if (status === 404) {
    return new ModelCallError(model, `The provider does not know ${model} (404).`, {
      code: 'model_unknown',
      hint: "Check the model's name, and the base URL if one is set.",
      cause: error,
    });
  }
  return new ModelCallError(model, `The provider of ${model} did not accept the request (${status}): ${said(error)}.`, {
    code: 'model_refused',
    hint: 'Often the conversation is too long for the model, or it cannot use tools. Try another model.',
    cause: error,
  });
}

function busy(model: string, error: APICallError): ModelCallError {
  // Waiting does not help against an empty account, which some providers report with the same status.
  if (error.responseBody?.includes('insufficient_quota') === true) {
    return new ModelCallError(model, `The account for ${model} has no credit left (429).`, {
      code: 'model_refused',
      hint: "Add credit at the provider, or use another account's key.",
      cause: error,
    });
  }
  return new ModelCallError(model, `The provider of ${model} gets too many requests from us (429).`, {
    code: 'model_busy',
    hint: 'Run fewer agents at a time, or ask the provider for a higher limit.',
    retryable: true,
    waitMs: retryAfterMs(error.responseHeaders, Date.now()),
    cause: error,
  });
}

/** What a provider said, without its full stop: it may quote keys. */
function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return oneLine(toBoundedText(text, { maxCharacters: 300 })).replace(/\.$/, '');
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'its base URL';
}
