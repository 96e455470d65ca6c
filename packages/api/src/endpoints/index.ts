import { controlEndpoints } from './controls.ts';
import { entityEndpoints } from './entities.ts';
import { libraryEndpoints } from './library.ts';
import { runEndpoints } from './runs.ts';
import { streamEndpoints } from './stream.ts';
import { accessEndpoints, systemEndpoints } from './system.ts';
import { workEndpoints } from './work.ts';

/** Where every endpoint is below. */
export const API_PATH = '/api/v1';

/** Every endpoint by its name, which is also its `operationId` and the client's method. */
export const ENDPOINTS = {
  ...runEndpoints,
  ...workEndpoints,
  ...controlEndpoints,
  ...streamEndpoints,
  ...libraryEndpoints,
  ...entityEndpoints,
  ...systemEndpoints,
  ...accessEndpoints,
};

export type EndpointName = keyof typeof ENDPOINTS;
