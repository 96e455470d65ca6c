export * from './child/index.ts';
export * from './postgres/index.ts';
export * from './proxy/index.ts';
export { createSignals, type Payload, type Signal, type Signals } from './signals.ts';
export { TestingError, type TestingErrorCode } from './testing-error.ts';
export { runChild } from './vitest/run-child.ts';
export { startProxy } from './vitest/start-proxy.ts';
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './vitest/test-database.ts';
export { type WaitForRows, waitForRows } from './wait-for-rows.ts';
