const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;
const MAX_NAME_CHARACTERS = 80;

/** A member as code would reach it: `.url`, `[2]`, `["a b"]`. Joined, they are a path. */
export function placeOf(member: PropertyKey): string {
  if (typeof member === 'number') return `[${member}]`;
  const name = String(member);
  return PLAIN_NAME.test(name) ? `.${name}` : `[${quote(name)}]`;
}

/** A text in quotes, cut to what a message has room for. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= MAX_NAME_CHARACTERS ? text : `${text.slice(0, MAX_NAME_CHARACTERS - 1)}…`);
}
