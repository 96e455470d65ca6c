import { choicesOf, isRecord, type JsonSchema } from './json-schema.ts';
import { isValid } from './validate.ts';

/** The lists of fields that an input can be, if there are several; else `null`. */
export function variantsOf(schema: JsonSchema): readonly JsonSchema[] | null {
  const choices = choicesOf(schema);
  if (choices === null || choices.some(({ properties }) => properties === undefined)) return null;
  const { $defs } = schema;
  return $defs === undefined ? choices : choices.map((choice) => ({ ...choice, $defs }));
}

/** Which of the choices a value is: the one that it fits, else the one that it has most fields of. */
export function choiceOf(choices: readonly JsonSchema[], value: unknown): number {
  const fitting = choices.findIndex((choice) => isValid(choice, value));
  if (fitting !== -1) return fitting;
  const names = isRecord(value) ? Object.keys(value) : [];
  const scores = choices.map(({ properties = {} }) => names.filter((name) => name in properties).length);
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** Of what was filled in, that which another choice has fields for. */
export function fieldsFor({ properties = {} }: JsonSchema, value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => name in properties));
}
