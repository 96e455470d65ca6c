import { isRecord, type JsonSchema, typeOf } from './json-schema.ts';

/** What a field begins with: what was filled in, else what it is if it is left out, else what alone it can be. */
export function withDefaults(schema: JsonSchema, value: unknown, isNeeded = true): unknown {
  const { properties, required = [] } = schema;
  if (value === undefined && schema.default !== undefined) return schema.default;
  if (properties !== undefined && (isRecord(value) || (value === undefined && isNeeded))) {
    const filled = Object.entries(properties).map(([name, field]): [string, unknown] => [
      name,
      withDefaults(field, value?.[name], required.includes(name)),
    ]);
    return { ...value, ...Object.fromEntries(filled.filter(([, each]) => each !== undefined)) };
  }
  if (value !== undefined || !isNeeded) return value;
  if (schema.const !== undefined) return schema.const;
  // An empty box is an answer.
  if (typeOf(schema) === 'boolean') return false;
  return typeOf(schema) === 'array' ? [] : undefined;
}
