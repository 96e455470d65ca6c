import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { endpointsForBrowsers } from './bundling/endpoints-for-browsers.ts';

/** For `vite`, which serves the sources as they are edited: the Telltale server that has the data. */
const API = process.env.TELLTALE_API ?? 'http://127.0.0.1:4040';

/** Packages whose versions change seldom: what is ours can be new without them. Of them, what every page needs. */
const vendors = (name: string, packages: RegExp) => ({ name, test: packages, tags: ['$initial' as const] });

const MANTINE = '/@mantine/core/esm/components/';

/** What is small, needs nothing large, and is on most pages: else each icon and each label would be a file of its own. */
const SMALL = new RegExp(
  [
    '/node_modules/@tabler/icons-react/',
    '/node_modules/@tanstack/(react-query|query-core)/',
    `${MANTINE}(Alert|Anchor|Badge|Card|CloseButton|Code|Collapse|List|Paper|SimpleGrid|Skeleton|Transition)/`,
    '/app/live/',
    '/app/parts/(empty|failure|format-[a-z]+|json-view|later|library-failure|link-button|link-text|moment)\\.',
    '/app/parts/(outside-link|page|progress-bar|verdict-pill)\\.',
  ].join('|'),
);

/** Fields of one line, which come with one another. */
const FIELDS = new RegExp(`${MANTINE}(Input|InputBase|InputClearButton|InputPlaceholder|NativeSelect|TextInput)/`);

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
            { name: 'index', tags: ['$initial'] },
            { name: 'small', test: SMALL, minShareCount: 3 },
            { name: 'fields', test: FIELDS },
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
