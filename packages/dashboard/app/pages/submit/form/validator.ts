import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { RJSFSchema, ValidatorType } from '@rjsf/utils';

/** What is wrong with a value, by the words of JSON Schema. Nothing here makes code of a schema: our policy forbids it. */
export function validate(schema: RJSFSchema, value: unknown): readonly OutputUnit[] {
  // What is sent has no fields that are `undefined`, and only that is judged.
  const sent: unknown = value === undefined ? {} : JSON.parse(JSON.stringify(value));
  return new Validator(schema as Schema, '2020-12', false).validate(sent).errors;
}

export function isValid(schema: RJSFSchema, value: unknown): boolean {
  try {
    return validate(schema, value).length === 0;
  } catch {
    // A schema that cannot be followed is left for the server to judge by.
    return false;
  }
}

/** For the form, which asks only what choice a value fits: what is wrong with an input is said around it. */
export const formValidator: ValidatorType = {
  isValid: (schema, value, root: RJSFSchema) =>
    isValid(root.$defs === undefined ? schema : { ...schema, $defs: root.$defs }, value),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};
