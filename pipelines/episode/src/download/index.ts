export { download } from './download.ts';
export type { DownloadServices } from './download-services.ts';
export * from './errors.ts';
