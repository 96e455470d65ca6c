import { API_PATH, ENDPOINTS, type Endpoint, ERROR_CODES, type ErrorCodeName, errorSchema } from '@telltale/api';
import { SESSION_COOKIE } from '../access/session-cookie.ts';
import { type JsonSchema, JsonSchemas } from './json-schemas.ts';

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly Tag[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: JsonSchema;
  };
}

interface Tag {
  readonly name: Endpoint['tag'];
  readonly description: string;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly Endpoint['tag'][];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, ApiResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Who may call it. */
  readonly 'x-role': Endpoint['role'];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface ApiResponse {
  readonly description: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const TAGS: readonly Tag[] = [
  { name: 'runs', description: 'Runs, and how they are' },
  { name: 'work', description: 'What was done in a run: steps, items, actions, files' },
  { name: 'controls', description: 'What an operator can ask of runs' },
  { name: 'stream', description: 'News as it happens' },
  { name: 'library', description: 'Episodes: what was said in them, by whom, about what' },
  { name: 'system', description: 'Pipelines, workers, queues and the server itself' },
  { name: 'access', description: 'Who asks' },
];

/** What any endpoint can answer, whoever calls it. */
export const GENERAL_ERRORS: readonly ErrorCodeName[] = [
  'request_invalid',
  'origin_foreign',
  'host_foreign',
  'too_many_attempts',
  'internal',
  'database_unreachable',
  'ledger_query_failed',
  'shutting_down',
];

/** The API as OpenAPI 3.1 describes it, made of the schemas that requests are checked with. */
export function openApiDocument(): OpenApiDocument {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = `${API_PATH}${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(name, endpoint, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Telltale',
      version: '1',
      description: 'Submits runs, controls them, and tells what is happening in them.',
    },
    tags: TAGS,
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token that `telltale token create` has made.' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'The cookie of a login.' },
      },
    },
  };
}

function operation(name: string, endpoint: Endpoint, schemas: JsonSchemas): Operation {
  const { tag, summary, description, role } = endpoint;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parameters('path', endpoint.params, schemas),
      ...parameters('query', endpoint.query, schemas),
      ...parameters('header', endpoint.headers, schemas),
    ],
    ...requestBody(endpoint, schemas),
    responses: { ...successes(endpoint, schemas), ...failures(endpoint, schemas) },
    security: role === 'public' ? [] : [{ token: [] }, { session: [] }],
    'x-role': role,
  };
}

function requestBody({ body, upload }: Endpoint, schemas: JsonSchemas): Pick<Operation, 'requestBody'> {
  if (upload) return { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } };
  if (body === undefined) return {};
  const content = { 'application/json': { schema: schemas.of(body, 'input') } };
  return { requestBody: { required: !body.safeParse({}).success, content } };
}

function parameters(place: Parameter['in'], schema: Endpoint['params'], schemas: JsonSchemas): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(schema, 'input') as {
    readonly properties?: Readonly<Record<string, JsonSchema & { readonly description?: string }>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

function successes(endpoint: Endpoint, schemas: JsonSchemas): Readonly<Record<string, ApiResponse>> {
  const { raw, result, creates } = endpoint;
  if (raw !== undefined) {
    const content = { [raw.contentType]: { schema: { type: 'string' } } };
    return { 200: { description: raw.description, content } };
  }
  if (result === undefined) return { 204: { description: 'Done.' } };
  const content = { 'application/json': { schema: schemas.of(result, 'output') } };
  return {
    ...(creates === true ? { 201: { description: 'Something new.', content } } : {}),
    200: { description: creates === true ? 'What was there already.' : 'The answer.', content },
  };
}

function failures(endpoint: Endpoint, schemas: JsonSchemas): Readonly<Record<string, ApiResponse>> {
  const byStatus = Map.groupBy(new Set(errorCodes(endpoint)), (code) => ERROR_CODES[code].status);
  const content = { 'application/json': { schema: schemas.of(errorSchema, 'output') } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: codes.map(errorLine).join('\n\n'), content }]),
  );
}

/** A code and what it means; where there are more, with an empty line between them. */
export function errorLine(code: ErrorCodeName): string {
  return `\`${code}\`: ${ERROR_CODES[code].meaning}`;
}

/** Those of the endpoint, of who may call it, of what it takes, and of all. */
function errorCodes({ errors = [], role, body }: Endpoint): readonly ErrorCodeName[] {
  return [
    ...(body === undefined ? [] : (['content_type_unsupported', 'body_too_large'] as const)),
    ...(role === 'public' ? [] : (['unauthenticated', 'token_invalid'] as const)),
    ...(role === 'operator' ? (['forbidden'] as const) : []),
    ...errors,
    ...GENERAL_ERRORS,
  ];
}
