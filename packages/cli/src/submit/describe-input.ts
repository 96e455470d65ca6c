/** The part of a JSON Schema that is read out. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly default?: unknown;
}

/** The fields that a pipeline takes, each as a line: `url  text (uri), required`. Empty for an input without fields. */
export function describeInput(inputSchema: Readonly<Record<string, unknown>> | null): string[] {
  const { properties = {}, required = [] }: Schema = inputSchema ?? {};
  return Object.entries(properties).map(([name, field]) => {
    const need = required.includes(name) && field.default === undefined ? 'required' : 'optional';
    const otherwise = field.default === undefined ? '' : `, default ${JSON.stringify(field.default)}`;
    const about = field.description === undefined ? '' : `: ${field.description}`;
    return `${name}  ${typeOf(field)}, ${need}${otherwise}${about}`;
  });
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'whole number',
  array: 'list',
  object: 'object',
};

function typeOf(field: Schema): string {
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum !== undefined) return field.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(' or ');
  const types = [field.type ?? 'anything'].flat().map((type) => TYPES[type] ?? type);
  const inner = field.items === undefined ? '' : ` of ${typeOf(field.items)}`;
  const format = field.format === undefined ? '' : ` (${field.format})`;
  return `${types.join(' or ')}${inner}${format}`;
}
