/** An address of a page in full, without its fragment; `null` if it is none of the web. */
export function wholeUrl(url: string, base: string): string | null {
  try {
    const whole = new URL(url, base);
    whole.hash = '';
    return whole.protocol === 'https:' || whole.protocol === 'http:' ? whole.href : null;
  } catch {
    return null;
  }
}
