import { REDACTED } from './secret-keys.ts';

/**
 * Secrets that can be told by their shape alone, wherever they stand: how each begins, and what must follow. The
 * beginnings are what issuers document; lengths are well below the real ones, because a text may end inside a secret.
 */
const SHAPES: readonly (readonly [prefix: string, rest: string])[] = [
  ['sk-', '(?=[\\w-]{0,100}\\d)[\\w-]{16,}'], // OpenAI, Anthropic, OpenRouter; a digit tells it from `sk-learn-…`
  ['(?:sk|rk)_(?:live|test)_', '\\w{8,}'], // Stripe
  ['tt_', '[\\w-]{32,}'], // Telltale
  ['whsec_', '[\\w+/=]{16,}'],
  ['gh[opsur]_', '\\w{16,}'], // GitHub
  ['github_pat_', '\\w{16,}'],
  ['glpat-', '[\\w-]{16,}'], // GitLab
  ['xox[a-z]-', '[\\w-]{8,}'], // Slack
  ['xapp-', '[\\w-]{16,}'],
  ['(?:AKIA|ASIA)', '[A-Z0-9]{12,}'], // AWS
  ['AIza', '[\\w-]{30,}'], // Google
  ['ya29\\.', '[\\w-]{16,}'],
  ['eyJ', '[\\w-]{12,}(?:\\.[\\w-]*){0,4}'], // JWT and JWE: base64 of `{"`
  ['hf_', '[A-Za-z0-9]{24,}'], // Hugging Face
  ['npm_', '[A-Za-z0-9]{24,}'],
  ['gsk_', '[A-Za-z0-9]{24,}'], // Groq
  ['r8_', '[A-Za-z0-9]{24,}'], // Replicate
  ['(?:xai|pplx|tvly)-', '[\\w-]{16,}'],
  ['dop_v1_', '[a-f0-9]{16,}'], // DigitalOcean
  ['shp(?:at|ca|pa|ss)_', '[a-fA-F0-9]{16,}'], // Shopify
  ['SG\\.', '[\\w-]{16,}\\.[\\w-]{16,}'], // SendGrid
  ['pypi-', '[\\w-]{32,}'],
  ['-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY', '[\\s\\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)'],
  ['hooks\\.slack\\.com/(?:services|workflows)/', '[\\w/-]{8,}'],
  ['discord(?:app)?\\.com/api/webhooks/', '[\\w/-]{8,}'],
];

// The letter before a token may also be the end of an escape: `\\n` in JSON inside of a string, `%3D` in a URL.
const NOT_INSIDE_A_WORD = '(?:(?<![A-Za-z0-9])|(?<=\\\\[bfnrt])|(?<=%[0-9A-Fa-f]{2}))';
const SHAPE = new RegExp(`${NOT_INSIDE_A_WORD}(?:${SHAPES.map(([prefix, rest]) => prefix + rest).join('|')})`, 'g');
const BEGINNING = new RegExp(SHAPES.map(([prefix]) => prefix).join('|'));

/** Whether the text holds what a token begins with. */
export function mayHoldToken(text: string): boolean {
  return BEGINNING.test(text);
}

export function redactTokens(text: string): string {
  return text.replace(SHAPE, REDACTED);
}
