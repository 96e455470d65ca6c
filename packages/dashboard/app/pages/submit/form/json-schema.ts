/** The part of JSON Schema that the form has fields for; what else there is, is checked all the same. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | boolean | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly $defs?: Readonly<Record<string, JsonSchema>> | undefined;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isListOf =
  (isOne: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isOne);
const isRecordOf =
  (isOne: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(isOne);

/** What each part has to be, where it is there. */
const PARTS: Readonly<Partial<Record<keyof JsonSchema, Check>>> = {
  type: (value) => isText(value) || isListOf(isText)(value),
  title: isText,
  description: isText,
  enum: Array.isArray,
  format: isText,
  pattern: isText,
  minimum: isNumber,
  maximum: isNumber,
  maxLength: isNumber,
  maxItems: isNumber,
  properties: isRecordOf(isSchema),
  required: isListOf(isText),
  items: (value) => typeof value === 'boolean' || isSchema(value),
  anyOf: isListOf(isSchema),
  oneOf: isListOf(isSchema),
  $defs: isRecordOf(isSchema),
};

function isSchema(value: unknown): value is JsonSchema {
  if (!isRecord(value)) return false;
  return Object.entries(PARTS).every(([name, isRight]) => value[name] === undefined || isRight(value[name]));
}

/** A schema as a server tells it; `null` if it is none that a form could be made of. */
export function readSchema(told: unknown): JsonSchema | null {
  return isSchema(told) ? told : null;
}

/** The choices of a value, if it is one of several; else `null`. */
export function choicesOf({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | null {
  return anyOf ?? oneOf ?? null;
}

/** The type of a value, if it has one; a value that may be `null` as well has the other one. */
export function typeOf({ type }: JsonSchema): string | null {
  const types = [type ?? []].flat().filter((each) => each !== 'null');
  return types.length === 1 ? (types[0] ?? null) : null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
