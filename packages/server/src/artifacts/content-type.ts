const MIME_TYPE = /^[a-z]+\/[\w.+-]+(\s*;\s*[\w-]+=("[\w .+-]*"|[\w.+-]+))*$/i;
const UNKNOWN = 'application/octet-stream';

/** Types that a browser shows and runs nothing of. All others are saved: what a browser would run, and what nobody knows. */
const SHOWN = [
  /^(audio|video)\//,
  /^image\/(?!svg)/,
  /^text\/(plain|csv|markdown|vtt|tab-separated-values)$/,
  /^application\/(json|x-ndjson)$/,
];

export interface SentType {
  /** For the header `Content-Type`. */
  readonly header: string;
  /** Whether a browser may show it in its place. */
  readonly isShown: boolean;
}

/** The type that a file is sent as. Whoever stored it said what it is, so it cannot be trusted. */
export function sentType(stored: string | undefined): SentType {
  const header = stored !== undefined && MIME_TYPE.test(stored) ? stored : UNKNOWN;
  const name = header.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isShown = SHOWN.some((pattern) => pattern.test(name));
  const needsCharset = name.startsWith('text/') && !/charset=/i.test(header);
  return { header: needsCharset ? `${header}; charset=utf-8` : header, isShown };
}
