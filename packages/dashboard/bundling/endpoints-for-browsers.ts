import { API_PATH, ENDPOINTS } from '@telltale/api';
import type { Plugin } from 'vite';
import { leanEndpoint } from './lean-endpoint.ts';

const SOURCE = /\/packages\/api\/src\/endpoints\/index\.ts$/;

/**
 * Gives browsers the endpoints without the schemas that check what is sent and answered: the server does that, and they and the
 * library that makes them would be a fifth of what a page loads.
 */
export function endpointsForBrowsers(): Plugin {
  const lean = Object.fromEntries(Object.entries(ENDPOINTS).map(([name, endpoint]) => [name, leanEndpoint(endpoint)]));
  return {
    name: 'telltale:endpoints-for-browsers',
    load: {
      filter: { id: SOURCE },
      handler: () => `export const API_PATH = ${JSON.stringify(API_PATH)};
export const ENDPOINTS = ${JSON.stringify(lean)};`,
    },
  };
}
