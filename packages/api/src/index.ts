export * from './endpoints/endpoint.ts';
export * from './endpoints/index.ts';
export { type Stale, staleSchema } from './schemas/common.ts';
export type { CurrentBody } from './schemas/current.ts';
export { STEP_KINDS } from './schemas/current.ts';
export { type ErrorBody, errorSchema } from './schemas/error.ts';
export type { RunSummaryBody } from './schemas/run.ts';
export { ROLES, type Role } from './schemas/system.ts';
export type * from './stream-messages.ts';
