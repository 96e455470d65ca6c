import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { JsonSchema } from './json-schema.ts';

/**
 * What is wrong with a value, in the words of JSON Schema. Nothing here makes code of a schema, which the policy of our pages
 * forbids. Throws for a schema that cannot be followed.
 */
export function validate(schema: JsonSchema, value: unknown): readonly OutputUnit[] {
  // What is sent has no fields that are `undefined`, and only that is judged.
  const sent: unknown = JSON.parse(JSON.stringify(value ?? null));
  const rules: Schema = JSON.parse(JSON.stringify(schema));
  return new Validator(rules, '2020-12', false).validate(sent).errors;
}

/** Whether a value fits. A schema that cannot be followed is left for the server to judge by. */
export function isValid(schema: JsonSchema, value: unknown): boolean {
  try {
    return validate(schema, value).length === 0;
  } catch {
    return false;
  }
}
