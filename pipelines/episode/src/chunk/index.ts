export { chunk } from './chunk.ts';
