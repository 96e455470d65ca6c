import { redactPairs } from './redact-pairs.ts';
import { REDACTED } from './secret-keys.ts';
import { mayHoldToken, redactTokens } from './token-shapes.ts';

/** Credentials in a URL, up to the last `@` before its path. The user goes too: it often is the token. */
const USER_INFO = /:\/\/[^\s/?#"'`<>]+@/g;
/** The same inside of another URL. */
const ENCODED_USER_INFO = /(%3A%2F%2F)[^\s/?#"'`<>&%]*(?:%3A|:)[^\s/?#"'`<>&]*?(%40|@)/gi;
/** Databases and brokers get passwords that nobody encoded; these URLs have no `@` after their host. */
const CONNECTION_URL =
  /\b((?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|smtps?|kafka|nats):\/\/)[^\s"'`<>]+@/gi;
/** A URL that a cut ended inside of its password. No host is that long. */
const OPEN_USER_INFO = /:\/\/[^\s/?#"'`<>:]*:[^\s/?#"'`<>]{200,}$/;
/** `user:password@host` without a scheme; `mailto:` and the like are followed by an address, not by a password. */
const BARE_USER_INFO =
  /(?<![\w.+-])(?!(?:mailto|e?-?mail|from|to|cc|bcc|by|sips?|xmpp|acct):)[\w.+-]{1,64}:[^\s:@/"'`<>]{1,128}@(?=(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,}\b|localhost\b|\d{1,3}(?:\.\d{1,3}){3}\b)/gi;
/** `curl -u user:password`, but not `docker run -u 1000:1000`. */
const USER_FLAG = /(\s(?:-u|--user)[ =]+["']?)[^\s"':]+:(?!\d+(?:\s|$))[^\s"']+/g;

/** Words that follow "bearer" in prose. */
const BEARER =
  /\b(bearer\s+)(?!(?:tokens?|auth\w*|of|is|are|was|scheme|header|credentials?|and|or|in|with|for|from|required|missing|format|type|prefix|challenge|error|realm|must|not)\b)[\w.~+/=-]+/gi;
/** Base64 has both cases, digits or signs in one word; the "Basic" of prose is followed by a plain word. */
const BASIC = /\b((?:Basic|BASIC)\s+)(?=[A-Za-z0-9+/_-]*(?:[0-9+/=]|[a-z][A-Z]))[A-Za-z0-9+/_-]{6,}={0,2}/g;

/** What all but the tokens have in them: the cheap test that most texts fail. */
const HINT = /[:=@]|%3[ad]|(?:^|\s)-{1,2}[a-z]|\b(?:bearer|basic)\s/i;

/** Whether anything in the text may be a secret: a quick test for short and harmless texts. */
export function mayHoldSecret(text: string): boolean {
  return HINT.test(text) || mayHoldToken(text);
}

/**
 * The text with every secret replaced by `[redacted]` that can be told as one: well-known tokens, private keys,
 * credentials in URLs and headers, values of pairs whose key looks secret. Its cost is linear in the text's length:
 * texts of unknown length go through `toBoundedText`, which gives this their beginning. `isCut` says that the text goes
 * on behind what is given here.
 */
export function redactText(text: string, { isCut = false }: { readonly isCut?: boolean } = {}): string {
  if (!mayHoldSecret(text)) return text;
  let redacted = redactTokens(text);
  if (/@|%40/.test(redacted)) redacted = redactUserInfo(redacted);
  if (isCut) redacted = redacted.replace(OPEN_USER_INFO, `://${REDACTED}`);
  redacted = redacted
    .replace(USER_FLAG, `$1${REDACTED}`)
    .replace(BEARER, `$1${REDACTED}`)
    .replace(BASIC, `$1${REDACTED}`);
  const without = redactPairs(redacted);
  // What stands for a value may have closed a gap between `://` and `@`.
  return without !== redacted && /@|%40/.test(without) ? redactUserInfo(without) : without;
}

function redactUserInfo(text: string): string {
  return text
    .replace(CONNECTION_URL, `$1${REDACTED}@`)
    .replace(USER_INFO, `://${REDACTED}@`)
    .replace(ENCODED_USER_INFO, `$1${REDACTED}$2`)
    .replace(BARE_USER_INFO, `${REDACTED}@`);
}
