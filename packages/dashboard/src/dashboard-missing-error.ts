import { TelltaleError } from '@telltale/core';

/** The dashboard was not built. A published package always has it. */
export class DashboardMissingError extends TelltaleError {
  override readonly name = 'DashboardMissingError';
  constructor(folder: string, options: { readonly cause?: unknown } = {}) {
    super('The dashboard is not built yet.', {
      code: 'dashboard_missing',
      hint: 'Build it: npm run dashboard, which takes a few seconds. npm start does it by itself.',
      details: { folder },
      ...options,
    });
  }
}
