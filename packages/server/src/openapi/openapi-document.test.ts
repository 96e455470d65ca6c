import { API_PATH, ENDPOINTS, type Endpoint, ERROR_CODES } from '@telltale/api';
import { describe, expect, test } from 'vitest';
import { type Operation, openApiDocument } from './openapi-document.ts';

const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
);

/** Every value under a key, anywhere in it. */
function valuesOf(key: string, within: unknown): unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) => (name === key ? [value] : valuesOf(key, value)));
}

describe('the OpenAPI document', () => {
  test('has every endpoint, by its name, and nothing else', () => {
    const named = operations.map(([path, method, { operationId }]) => [operationId, method, path]);
    const expected = Object.entries<Endpoint>(ENDPOINTS).map(([name, { method, path }]) => [
      name,
      method,
      API_PATH + path,
    ]);
    expect(named.sort()).toEqual(expected.sort());
  });

  test('refers to nothing that it does not have', () => {
    const references = new Set(valuesOf('$ref', document));
    expect(references.size).toBeGreaterThan(15);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(known).toEqual(expect.arrayContaining([...references]));
  });

  test('names each parameter of a path, as required', () => {
    for (const [path, , { parameters }] of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  test('tells of each code by which an endpoint may fail, under its status', () => {
    for (const [, , { operationId, responses }] of operations) {
      const { errors = [] }: Endpoint = ENDPOINTS[operationId as keyof typeof ENDPOINTS];
      for (const code of errors) {
        expect(responses[ERROR_CODES[code].status]?.description, operationId).toContain(`\`${code}\``);
      }
      expect(responses['500']?.description).toContain('`internal`');
    }
  });

  test('says who may call it, and how they say who they are', () => {
    expect(document.paths['/api/v1/session']?.post?.security).toEqual([]);
    expect(document.paths['/api/v1/runs']?.post).toMatchObject({
      security: [{ token: [] }, { session: [] }],
      'x-role': 'operator',
      requestBody: { required: true },
    });
    expect(document.paths['/api/v1/runs/{runId}/pause']?.post?.requestBody?.required).toBe(false);
  });

  test('lets answers have more fields than it knows, but no body', () => {
    const { get, post } = document.paths['/api/v1/runs'] ?? {};
    expect(valuesOf('additionalProperties', get?.responses)).toEqual([]);
    expect(post?.requestBody?.content['application/json']?.schema.additionalProperties).toBe(false);
  });

  test('says where the body is a file', () => {
    const { post } = document.paths['/api/v1/uploads'] ?? {};
    expect(post?.requestBody).toEqual({ required: true, content: { 'application/octet-stream': { schema: {} } } });
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
