import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schemas of one document: what has a name (`.meta({ id })`) stands once, under `components.schemas`, and is referred to
 * from everywhere else.
 */
export class JsonSchemas {
  readonly #components = new Map<string, JsonSchema>();

  /** Of what has to be sent (`input`), or of what comes (`output`). */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: tidy });
    for (const [name, definition] of Object.entries($defs)) this.#components.set(name, plain(definition));
    return plain(own);
  }

  /** All that have a name, by their names. */
  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#components].toSorted(([a], [b]) => a.localeCompare(b)));
  }
}

type Override = Parameters<NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>>[0];

/** What zod says beyond what a reader has to know. */
function tidy({ zodSchema, jsonSchema }: Override): void {
  const { def } = zodSchema._zod;
  // An answer may have more fields one day, and readers have to be ready for that.
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
  // The format says the same in one word.
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** With references into the document, and without the names that stand beside what they name. */
function plain(value: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(value), (key, part: unknown) => {
    if (key === '$ref' && typeof part === 'string') return part.replace('#/$defs/', '#/components/schemas/');
    return key === 'id' && typeof part === 'string' ? undefined : part;
  }) as JsonSchema;
}
