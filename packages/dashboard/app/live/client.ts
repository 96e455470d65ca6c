import { ApiError, createApiClient } from '@telltale/api';
import { setServerTimeRoughly } from './clock.ts';

/** The server that this page came from. */
export const client = createApiClient({
  url: '',
  fetch: async (...request) => {
    const response = await fetch(...request);
    setServerTimeRoughly(response.headers.get('date'));
    return response;
  },
});

/** What failed, whatever was thrown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(message, { code: 'internal', status: null, retryable: false, cause: error });
}

/** A session that has ended is begun again, and leads back here. */
export function logInAgain(error: ApiError): void {
  if (error.status !== 401) return;
  const { pathname, search, hash } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search + hash)}`);
}
