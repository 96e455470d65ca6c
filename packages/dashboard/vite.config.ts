import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { endpointsForBrowsers } from './bundling/endpoints-for-browsers.ts';

/** For `vite`, which serves the sources as they are edited: the Telltale server that has the data. */
const API = process.env.TELLTALE_API ?? 'http://127.0.0.1:4040';

/** Packages whose versions change seldom: what is ours can be new without them. Of them, what every page needs. */
const vendors = (name: string, packages: RegExp) => ({ name, test: packages, tags: ['$initial' as const] });

export default defineConfig({
  root: `${import.meta.dirname}/app`,
  plugins: [react(), endpointsForBrowsers()],
  build: {
    outDir: `${import.meta.dirname}/built/files`,
    emptyOutDir: true,
    target: 'es2023',
    // Those that know `light-dark()`: what it is rewritten to for older ones does not follow the scheme that somebody chose.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Larger ones come as files: the policy of our pages takes no scripts from data URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            vendors('react', /\/node_modules\/(react|react-dom|scheduler)\//),
            vendors('mantine', /\/node_modules\/(@mantine|@floating-ui)\//),
            vendors('vendor', /\/node_modules\//),
          ],
        },
      },
    },
  },
  server: {
    // The server refuses requests from pages of another origin, which this one is to it.
    proxy: Object.fromEntries(
      ['/api', '/login', '/logout', '/sample'].map((path) => [
        path,
        { target: API, changeOrigin: true, headers: { origin: API } },
      ]),
    ),
  },
});
