export { PostgresServer, type ShutdownMode } from './postgres-server.ts';
export { type PostgresOptions, startPostgres } from './start-postgres.ts';
