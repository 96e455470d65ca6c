import type { ErrorBody } from '../schemas/error.ts';

type Told = ErrorBody['error'];

/**
 * The error of an answer; `null` if it is not as `errorSchema` says. By hand, as every page of a browser loads this and nothing
 * else there needs what schemas are made of.
 */
export function readErrorBody(json: unknown): Told | null {
  const error = isObject(json) ? json.error : undefined;
  if (!isObject(error)) return null;
  const { code, message, hint, details } = error;
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  if (hint !== undefined && typeof hint !== 'string') return null;
  if (details !== undefined && !isObject(details)) return null;
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(details === undefined ? {} : { details }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
