import { html } from 'hono/html';
import { type Html, page } from './page.ts';

export function homePage(): Html {
  return page(
    { title: 'Telltale' },
    html`<main>
      <h1>Telltale</h1>
      <p>Telltale runs here: it takes runs, and tells what is happening in them.</p>
      <h2>In a terminal</h2>
      <p>All runs, the newest first:</p>
      <pre><code>telltale runs</code></pre>
      <p>One of them, as it goes on:</p>
      <pre><code>telltale watch RUN</code></pre>
      <h2>From a program</h2>
      <p><a href="/api/docs">The HTTP interface</a>, also as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
    </main>`,
  );
}
