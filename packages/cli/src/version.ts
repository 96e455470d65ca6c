import packageJson from '../package.json' with { type: 'json' };

/** Of this command and everything that it starts. */
export const VERSION: string = packageJson.version;
