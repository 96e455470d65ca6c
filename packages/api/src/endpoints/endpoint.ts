import type { z } from 'zod';
import type { ErrorCodeName } from '../errors.ts';
import type { Role } from '../schemas/words.ts';

/** What all answers of a JSON endpoint have in common is their shape; what the others give is bytes. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `API_PATH`, with its parameters in braces. */
  readonly path: `/${string}`;
  /** Who may call it. `public`: everybody, also without a token. */
  readonly role: Role | 'public';
  readonly tag: 'runs' | 'work' | 'controls' | 'stream' | 'library' | 'system' | 'access';
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is a file as it is, of any length, which is read as it comes. */
  readonly upload?: true;
  /** The JSON of a success. Absent: nothing, with status 204, unless `raw` is there. */
  readonly result?: z.ZodType;
  /** A success that made something new is answered with 201. */
  readonly creates?: true;
  /** A success that is no JSON. */
  readonly raw?: { readonly contentType: string; readonly description: string };
  /** The codes of errors that only this endpoint answers with, beside those that each can; docs/api.md has them all. */
  readonly errors?: readonly ErrorCodeName[];
}

/** Keeps the exact types of what is given. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}
