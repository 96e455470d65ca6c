import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** For `vite`, which serves the sources as they are edited: the Telltale server that has the data. */
const API = process.env.TELLTALE_API ?? 'http://127.0.0.1:4040';

export default defineConfig({
  root: `${import.meta.dirname}/app`,
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/dist`,
    emptyOutDir: true,
    target: 'es2023',
    // Larger ones come as files: the policy of our pages takes no scripts from data URLs.
    assetsInlineLimit: 0,
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
