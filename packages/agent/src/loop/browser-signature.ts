/** What a call in a browser acts on. What else it says (a label, a value) does not make it another call. */
const FIELDS = [
  'url',
  'selector',
  'role',
  'name',
  'text',
  'key',
  'credential',
  'direction',
  'amount',
  'x',
  'y',
  'part',
];

/** Of these only whether there is a text: another text in the same field is the same call again. */
const TYPING = ['type_text', 'press_key', 'key_press'];

/**
 * What makes a call of a browser's tool the same as another, for the loop detector: its name and what it acts on, trimmed
 * and in lower case. A sequence (`steps`, each with its `action`) is all its parts.
 */
export function browserSignature(action: string, input: unknown): string {
  const fields = fieldsOf(input);
  if (Array.isArray(fields.steps)) {
    const steps = fields.steps.map((step) => browserSignature(String(fieldsOf(step).action ?? ''), step));
    return [action, ...steps].join(' + ').trim().toLowerCase();
  }
  const parts = FIELDS.map((field) => {
    const value = fields[field];
    if (value === undefined || value === null || typeof value === 'object') return '';
    return field === 'text' && TYPING.includes(action) && value !== '' ? 'with text' : String(value).trim();
  });
  return [action, ...parts.filter((part) => part !== '')].join(' ').trim().toLowerCase();
}

function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}
