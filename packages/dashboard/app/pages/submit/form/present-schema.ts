import { readableName } from './field-name.ts';
import { choicesOf, type JsonSchema } from './json-schema.ts';

/** The same schema with a title on every field and every choice, and without bounds that every whole number has. */
export function presentSchema(schema: JsonSchema): JsonSchema {
  const { properties, anyOf, oneOf, items, $defs, minimum, maximum, ...same } = schema;
  return {
    ...same,
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
    ...(properties === undefined ? {} : { properties: mapValues(properties, withName) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(withChoiceTitle) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(withChoiceTitle) }),
    ...(items === undefined ? {} : { items: typeof items === 'boolean' ? items : presentSchema(items) }),
    ...($defs === undefined ? {} : { $defs: mapValues($defs, presentSchema) }),
  };
}

function withName(field: JsonSchema, name: string): JsonSchema {
  return { title: readableName(name), ...presentSchema(field) };
}

function withChoiceTitle(choice: JsonSchema): JsonSchema {
  return { title: titleOfChoice(choice), ...presentSchema(choice) };
}

/** What tells a choice from the others: the fields that it needs, its value, or its type. */
function titleOfChoice(choice: JsonSchema): string {
  const names = choice.required ?? Object.keys(choice.properties ?? {});
  if (names.length > 0) return names.map(readableName).join(', ');
  if (choice.const !== undefined) return String(choice.const);
  if (choice.enum !== undefined) return choice.enum.map(String).join(', ');
  const choices = choicesOf(choice);
  if (choices !== null) return choices.map(titleOfChoice).join(', ');
  return [choice.type ?? 'anything'].flat().join(', ');
}

function mapValues(
  fields: Readonly<Record<string, JsonSchema>>,
  change: (field: JsonSchema, name: string) => JsonSchema,
): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field, name)]));
}
