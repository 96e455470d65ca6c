import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorSchema } from '../schemas/error.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './index.ts';

const endpoints: readonly (readonly [string, Endpoint])[] = Object.entries(ENDPOINTS);

const schemas = endpoints.flatMap(([name, { params, query, headers, body, result }]) =>
  Object.entries({ params, query, headers, body, result }).flatMap(([part, schema]) =>
    schema === undefined ? [] : [{ what: `the ${part} of ${name}`, schema }],
  ),
);

describe('the endpoints', () => {
  test('are each at a place of their own', () => {
    const places = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(places.toSorted()).toEqual([...new Set(places)].toSorted());
  });

  test.each(endpoints)('%s answers in one way, and takes a body only where that can be', (_, endpoint) => {
    expect(endpoint.result !== undefined && endpoint.raw !== undefined).toBe(false);
    if (endpoint.method === 'get') expect(endpoint.body).toBeUndefined();
    if (endpoint.creates) expect(endpoint.result).toBeDefined();
  });

  test.each(endpoints)('%s names each of its errors once', (_, { errors = [] }) => {
    expect(errors).toEqual([...new Set(errors)]);
  });

  test.each([...schemas, { what: 'an error', schema: errorSchema }])('have a JSON Schema for $what', ({ schema }) => {
    for (const io of ['input', 'output'] as const) {
      expect(z.toJSONSchema(schema, { io, target: 'draft-2020-12' })).toHaveProperty('$schema');
    }
  });
});
