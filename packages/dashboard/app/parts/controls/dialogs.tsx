import { later } from '../later.tsx';

// What is asked before something is done to a run. Nobody opens one before there is a page, so they come after it.

export const CancelDialog = later(async () => (await import('./cancel-dialog.tsx')).CancelDialog);
export const PriorityDialog = later(async () => (await import('./priority-dialog.tsx')).PriorityDialog);
export const ReasonDialog = later(async () => (await import('./reason-dialog.tsx')).ReasonDialog);
export const RerunDialog = later(async () => (await import('./rerun-dialog.tsx')).RerunDialog);
export const RetryDialog = later(async () => (await import('./retry-dialog.tsx')).RetryDialog);
