/** A key by which a server knows that two requests are one intent. `crypto.randomUUID` is missing on pages without TLS. */
export function createIntentKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
