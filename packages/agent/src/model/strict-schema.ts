/**
 * Whether every property of every object in a JSON schema is required and no others are allowed. OpenAI's strict mode
 * refuses any other schema as a whole.
 */
export function isStrictSchema(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema);
  if (typeof schema !== 'object' || schema === null) return true;
  const { type, properties = {}, required = [], additionalProperties } = schema as ObjectSchema;
  if (type === 'object' && (additionalProperties !== false || Object.keys(properties).length > required.length)) {
    return false;
  }
  return Object.values(schema).every(isStrictSchema);
}

interface ObjectSchema {
  readonly type?: unknown;
  readonly properties?: object;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}
