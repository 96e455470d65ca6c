import type { RJSFSchema } from '@rjsf/utils';
import { isValid } from './validator.ts';

/** One of several shapes that an input can have. */
export interface Variant {
  readonly label: string;
  readonly schema: RJSFSchema;
}

/** The shapes that an input can have; `null` if it has one, or they are no lists of fields. */
export function variantsOf(schema: RJSFSchema): readonly Variant[] | null {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices === undefined) return null;
  const variants: Variant[] = [];
  for (const [index, choice] of choices.entries()) {
    if (typeof choice === 'boolean' || choice.properties === undefined) return null;
    // Its label says it already.
    const { title = String(index + 1), ...fields } = choice;
    variants.push({ label: title, schema: schema.$defs === undefined ? fields : { ...fields, $defs: schema.$defs } });
  }
  return variants;
}

/** Which shape an input has: the one that it fits, else the one that it has most fields of. */
export function variantOf(variants: readonly Variant[], input: unknown): number {
  const fitting = variants.findIndex(({ schema }) => isValid(schema, input));
  if (fitting !== -1) return fitting;
  const names = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const scores = variants.map(({ schema }) => names.filter((name) => name in (schema.properties ?? {})).length);
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** Of what was filled in, that which a shape has fields for. */
export function fieldsFor(schema: RJSFSchema, input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null) return {};
  return Object.fromEntries(Object.entries(input).filter(([name]) => name in (schema.properties ?? {})));
}
