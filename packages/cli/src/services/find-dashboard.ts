import { type BuiltDashboard, DashboardMissingError, openDashboard } from '@telltale/dashboard';
import type { Output } from '../output.ts';

/** The dashboard for a server to show; `null`, and a word on how to get it, in a checkout where nobody has built it. */
export async function findDashboard(output: Output): Promise<BuiltDashboard | null> {
  try {
    return await openDashboard();
  } catch (error) {
    if (!(error instanceof DashboardMissingError)) throw error;
    output.note(`${error.message} ${error.hint} Until then browsers are shown a small page only.`);
    return null;
  }
}
