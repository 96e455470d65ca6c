import { html } from 'hono/html';
import type { JsonSchema } from '../openapi/json-schemas.ts';
import { type Html, withCode } from './page.ts';

interface Known {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly description?: string;
}

/** A schema in a few words; what has a name is a link to it. */
export function typeOf(schema: JsonSchema): Html | string {
  const { $ref, type, format, items, anyOf, oneOf, ...known }: Known = schema;
  if ($ref !== undefined) return linkTo($ref);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return joined(choices.map(typeOf));
  if (known.const !== undefined) return html`<code>${JSON.stringify(known.const)}</code>`;
  if (known.enum !== undefined) return joined(known.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`));
  if (items !== undefined) return html`list of ${typeOf(items)}`;
  if (format === 'date') return 'day';
  if (format === 'date-time') return type === 'string' ? 'instant' : 'instant or null';
  return typeof type === 'string' ? type : (type?.join(' or ') ?? 'any JSON');
}

/** The fields of a schema, or what else it is. */
export function fields(schema: JsonSchema): Html {
  const { $ref, properties, required = [], anyOf, oneOf, description }: Known = schema;
  if ($ref !== undefined) return html`<p>${linkTo($ref)}</p>`;
  const said = description === undefined ? '' : html`<p>${withCode(description)}</p>`;
  const choices = (anyOf ?? oneOf)?.filter((choice) => (choice as Known).properties !== undefined) ?? [];
  if (choices.length > 0) return html`${said}${choices.map((choice) => html`<h4>Either</h4>${fields(choice)}`)}`;
  if (properties === undefined) return html`${said}<p>${typeOf(schema)}</p>`;
  return html`${said}<dl>${Object.entries(properties).map(([name, part]) => field(name, part, required.includes(name)))}</dl>`;
}

function field(name: string, schema: JsonSchema, isRequired: boolean): Html {
  const { description }: Known = schema;
  const inner = withFields(schema);
  return html`<dt><code>${name}</code> <span class="quiet">${typeOf(schema)}${isRequired ? '' : ', may be absent'}</span></dt>
    ${description === undefined ? '' : html`<dd>${withCode(description)}</dd>`}
    ${inner === undefined ? '' : html`<dd>${fields({ ...inner, description: undefined })}</dd>`}`;
}

/** The part of a schema that has fields: itself, what a list holds, or what may be there. */
function withFields(schema: JsonSchema): JsonSchema | undefined {
  const { items, anyOf = [] }: Known = schema;
  return [schema, items, ...anyOf].find((part) => (part as Known | undefined)?.properties !== undefined);
}

function linkTo(reference: string): Html {
  const name = reference.split('/').at(-1) ?? '';
  return html`<a href="#schema-${name}">${name}</a>`;
}

function joined(parts: readonly (Html | string)[]): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html` or ${part}`))}`;
}
