import { expect, test } from 'vitest';
import type { Chunk } from './chunks.ts';
import { pagePreloads } from './page-preloads.ts';

const chunk = (fileName: string, rest: Partial<Chunk> = {}): Chunk => ({
  fileName,
  isEntry: false,
  facadeModuleId: null,
  imports: [],
  ...rest,
});

const sources: Readonly<Record<string, string>> = {
  '/app/run-page.tsx': `export const route = createLazyRoute('/runs/$runId')({ component: RunPage });`,
  '/app/notices.tsx': 'export function Notices() {}',
};

test('a page loads at once its own files and what they need, beyond what every page has', () => {
  const chunks = [
    chunk('assets/index.js', {
      isEntry: true,
      facadeModuleId: '/app/index.html',
      imports: ['assets/react.js'],
      viteMetadata: { importedCss: new Set(['assets/index.css']) },
    }),
    chunk('assets/react.js'),
    chunk('assets/run-page.js', {
      facadeModuleId: '/app/run-page.tsx',
      imports: ['assets/react.js', 'assets/shared.js'],
      viteMetadata: { importedCss: new Set(['assets/run-page.css']) },
    }),
    // They import each other, as chunks may.
    chunk('assets/shared.js', { imports: ['assets/icons.js', 'assets/run-page.js'] }),
    chunk('assets/icons.js', { viteMetadata: { importedCss: new Set(['assets/index.css', 'assets/icons.css']) } }),
    chunk('assets/notices.js', { facadeModuleId: '/app/notices.tsx' }),
  ];
  expect(pagePreloads(chunks, (id) => sources[id] ?? '')).toEqual({
    '/runs/$runId': [
      '/assets/run-page.js',
      '/assets/run-page.css',
      '/assets/shared.js',
      '/assets/icons.js',
      '/assets/icons.css',
    ],
  });
});
