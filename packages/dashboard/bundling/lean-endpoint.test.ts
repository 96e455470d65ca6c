import { ENDPOINTS, type Endpoint } from '@telltale/api';
import { expect, test } from 'vitest';
import { leanEndpoint } from './lean-endpoint.ts';

const namesOf = (part: { readonly shape: object } | undefined) => part && Object.keys(part.shape);

test.for(Object.entries<Endpoint>(ENDPOINTS))(
  '%s has in a browser all that its requests are made by',
  ([, endpoint]) => {
    const lean = JSON.parse(JSON.stringify(leanEndpoint(endpoint)));
    expect(lean).toMatchObject({ method: endpoint.method, path: endpoint.path });
    for (const part of ['params', 'query', 'headers'] as const) {
      expect(namesOf(lean[part]), part).toEqual(namesOf(endpoint[part]));
    }
    for (const part of ['body', 'upload', 'result', 'raw'] as const) {
      expect(lean[part] !== undefined, part).toBe(endpoint[part] !== undefined);
    }
    expect(lean.raw?.contentType).toBe(endpoint.raw?.contentType);
  },
);
