import { TelltaleError } from '@telltale/core';

/** The folder holds no dashboard that a server could give. */
export class DashboardInvalidError extends TelltaleError {
  override readonly name = 'DashboardInvalidError';
  constructor(folder: string, { what, ...options }: { readonly what: string; readonly cause?: unknown }) {
    super(`There is no dashboard in ${folder}: ${what}.`, {
      code: 'dashboard_invalid',
      hint: 'Build it again. In a checkout of Telltale: npm run dashboard.',
      details: { folder },
      ...options,
    });
  }
}
