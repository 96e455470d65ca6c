/** What may follow a redirect to another origin: it says what is wanted, and nothing of who wants it. */
const HARMLESS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'range',
  'user-agent',
]);

/** Another origin gets no cookie, no authorization and no header that we do not know. */
export function headersFor(next: URL, from: URL, headers: Headers): Headers {
  if (next.origin === from.origin) return headers;
  return new Headers([...headers].filter(([name]) => HARMLESS.has(name)));
}

/** User and password of an address belong into a header. Changes both. */
export function moveCredentials(url: URL, headers: Headers): void {
  if (url.username === '' && url.password === '') return;
  const [user, password] = [url.username, url.password].map(decoded);
  if (!headers.has('authorization')) {
    headers.set('authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  }
  url.username = '';
  url.password = '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
