export type { ShutdownMode } from '@telltale/embedded-postgres/parts';
export { PostgresServer } from './postgres-server.ts';
export { scratchFolder } from './scratch-folder.ts';
export { type PostgresOptions, startPostgres } from './start-postgres.ts';
