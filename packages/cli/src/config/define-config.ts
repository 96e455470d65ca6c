import type { ConfigFile } from './schema.ts';

/** The content of a `telltale.config.ts`, checked by the compiler: `export default defineConfig({ pipelines: [episode] })`. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}
