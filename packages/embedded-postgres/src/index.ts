export { embeddedVersion } from './binaries.ts';
export type { EmbeddedPostgres } from './embedded-postgres.ts';
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded-postgres-error.ts';
export { type FolderLock, lockFolder } from './lock-folder.ts';
export { type OpenPostgresOptions, type OpenPostgresProgress, openPostgres } from './open-postgres.ts';
export type { ShutdownMode } from './postmaster.ts';
export { isRunning } from './processes.ts';
