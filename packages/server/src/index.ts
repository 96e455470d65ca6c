export * from './access/errors.ts';
export { assertMayListen } from './access/reach.ts';
export type { Logger, ServerMetrics } from './context.ts';
export { createServer, type Server, type ServerOptions } from './create-server.ts';
export type { PublicFile, PublicFiles } from './files/file-routes.ts';
export * from './http/errors.ts';
export type { Address } from './http/listener.ts';
export type { Library } from './library/library.ts';
