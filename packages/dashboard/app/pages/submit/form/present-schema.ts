import type { RJSFSchema } from '@rjsf/utils';
import { readableName } from './field-name.ts';

/** What says of a whole number only that it is one. */
const SAFE = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** The same schema with a title on every field and every choice, and without bounds that say nothing. */
export function presentSchema(schema: RJSFSchema): RJSFSchema {
  const shown: RJSFSchema = { ...schema };
  // The form knows one draft, and warns of the name of any other.
  delete shown.$schema;
  if (shown.minimum === SAFE.minimum) delete shown.minimum;
  if (shown.maximum === SAFE.maximum) delete shown.maximum;
  if (schema.properties !== undefined) {
    shown.properties = mapValues(schema.properties, (field, name) => ({
      title: readableName(name),
      ...presentSchema(field),
    }));
  }
  for (const key of ['$defs', 'definitions'] as const) {
    const parts: unknown = schema[key];
    if (isSchemas(parts)) shown[key] = mapValues(parts, presentSchema);
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    const choices = schema[key];
    if (choices === undefined) continue;
    shown[key] = choices.map((choice) =>
      typeof choice === 'boolean' ? choice : { title: titleOfChoice(choice), ...presentSchema(choice) },
    );
  }
  if (isSchema(schema.items)) shown.items = presentSchema(schema.items);
  if (isSchema(schema.additionalProperties)) shown.additionalProperties = presentSchema(schema.additionalProperties);
  return shown;
}

/** What tells a choice from the others: the fields that it needs, its value, or its type. */
function titleOfChoice(choice: RJSFSchema): string {
  const names = choice.required ?? Object.keys(choice.properties ?? {});
  if (names.length > 0) return names.map(readableName).join(', ');
  if (choice.const !== undefined) return String(choice.const);
  if (choice.enum !== undefined) return choice.enum.map(String).join(', ');
  return [choice.type ?? 'anything'].flat().join(', ');
}

function isSchema(value: unknown): value is RJSFSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchemas(value: unknown): value is Readonly<Record<string, RJSFSchema>> {
  return isSchema(value) && Object.values(value).every(isSchema);
}

function mapValues(
  fields: Readonly<Record<string, RJSFSchema | boolean>>,
  change: (field: RJSFSchema, name: string) => RJSFSchema,
): Record<string, RJSFSchema | boolean> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, typeof field === 'boolean' ? field : change(field, name)]),
  );
}
