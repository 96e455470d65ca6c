import type { JsonSchema } from '../openapi/json-schemas.ts';

export interface CurlExample {
  readonly method: string;
  readonly path: string;
  readonly body: JsonSchema | undefined;
  /** Whether the body is a file. */
  readonly isUpload: boolean;
  readonly origin: string;
}

/** A command that can be tried in a shell, with a token in `$TELLTALE_TOKEN` where one is needed. */
export function curlExample({ method, path, body, isUpload, origin }: CurlExample): string {
  const address = `${origin}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACEHOLDERS[name] ?? name.toUpperCase())}`;
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${address}'`,
    `-H "Authorization: Bearer $TELLTALE_TOKEN"`,
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(exampleOf(body))}'`]),
    ...(isUpload ? ['--data-binary @FILE'] : []),
  ].join(' \\\n  ');
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  runId: 'RUN',
  artifactId: 'FILE',
  episodeId: 'EPISODE',
  entityId: 'ENTITY',
};

/** The example that the schema has, or else a body with all that has to be in it. */
function exampleOf(schema: JsonSchema): unknown {
  const {
    example,
    properties = {},
    required = [],
  } = schema as {
    readonly example?: unknown;
    readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
    readonly required?: readonly string[];
  };
  return example ?? Object.fromEntries(required.map((name) => [name, exampleValue(name, properties[name]?.type)]));
}

function exampleValue(name: string, type: string | undefined): unknown {
  if (type === 'integer' || type === 'number') return 1;
  return type === 'string' ? name.toUpperCase() : {};
}
