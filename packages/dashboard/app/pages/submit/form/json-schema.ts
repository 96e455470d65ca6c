import { z } from '../checked.ts';

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

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([z.boolean(), jsonSchema]).optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    $defs: z.record(z.string(), jsonSchema).optional(),
  }),
);

/** A schema as a server tells it; `null` if it is none that a form could be made of. */
export function readSchema(told: unknown): JsonSchema | null {
  return jsonSchema.safeParse(told).data ?? null;
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
