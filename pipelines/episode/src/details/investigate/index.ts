export { investigate } from './investigate.ts';
