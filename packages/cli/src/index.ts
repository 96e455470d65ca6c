export { defineConfig } from './config/define-config.ts';
export type { ConfigFile } from './config/schema.ts';
export { EXIT, type ExitCode } from './exit-codes.ts';
