import type { IncomingHttpHeaders } from 'node:http';

/** One request for a transcript, as it came. */
export interface SpeechRequest {
  /** From 1, in order of arrival. */
  readonly number: number;
  readonly headers: IncomingHttpHeaders;
  /** The fields of the form but the file. One that came several times has all its values. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly file: { readonly name: string; readonly type: string; readonly bytes: Buffer };
  /** Resolves if the client goes before it has the whole answer. */
  readonly abandoned: Promise<void>;
}
