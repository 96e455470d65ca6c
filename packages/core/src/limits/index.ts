export { type BoundedJsonOptions, toBoundedJson, toBoundedJsonText } from './bounded-json.ts';
export { type BoundedTextOptions, toBoundedText } from './bounded-text.ts';
export { type CutText, cutText, splitText } from './cut-text.ts';
export { toFailure } from './failure.ts';
export type { JsonValue } from './json-text.ts';
export { LIMITS } from './limits.ts';
export { redactText } from './redact.ts';
export { REDACTED, type Secrecy, secrecyOf } from './secret-keys.ts';
export { titleText } from './title-text.ts';
