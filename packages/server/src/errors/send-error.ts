import { randomBytes } from 'node:crypto';
import type { ErrorBody } from '@telltale/api';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger, ServerEnv } from '../context.ts';
import { errorAnswer } from './error-answer.ts';

const SERVER_ERROR = 500;

/**
 * Answers with what a caller is told of an error; the log is told the rest. One that nobody expected gets a reference, by
 * which the caller's question and the log's line find each other.
 */
export function sendError(error: unknown, c: Context<ServerEnv>, logger: Logger): Response {
  const { method, path } = c.req;
  const answer = errorAnswer(error);
  if (answer === null) {
    const reference = randomBytes(4).toString('hex');
    logger.error({ error, reference, method, path }, `${method} ${path} failed unexpectedly (reference ${reference})`);
    return send(c, SERVER_ERROR, {
      code: 'internal',
      message: `Something went wrong on the server (reference ${reference}).`,
      hint: `Search the log of the server for ${reference}.`,
      details: { reference },
    });
  }
  if (answer.status >= SERVER_ERROR) logger.error({ error, method, path }, `${method} ${path} failed`);
  return send(c, answer.status, answer.error);
}

function send(c: Context<ServerEnv>, status: number, error: ErrorBody['error']): Response {
  return c.json({ error } satisfies ErrorBody, status as ContentfulStatusCode);
}
