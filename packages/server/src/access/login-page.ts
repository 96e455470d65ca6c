import { html } from 'hono/html';
import { type Html, page } from '../pages/page.ts';

const STYLE = '/login.css';

interface LoginPage {
  /** Where to go after. */
  readonly next: string;
  /** What was wrong with the try before. */
  readonly fault?: string;
}

export function loginPage({ next, fault }: LoginPage): Html {
  return page(
    { title: 'Log in to Telltale', style: STYLE },
    html`<main>
      <h1>Telltale</h1>
      <p>Log in with a token.</p>
      <form method="post" action="/login">
        ${fault === undefined ? '' : html`<p class="fault" id="fault" role="alert">${fault}</p>`}
        <input type="hidden" name="next" value="${next}">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required autofocus
          ${fault === undefined ? '' : html`aria-invalid="true" aria-describedby="fault"`}>
        <button type="submit">Log in</button>
      </form>
      <h2>No token yet?</h2>
      <p>Whoever looks after this server makes one, on the machine where it runs:</p>
      <pre><code>telltale token create NAME --role viewer</code></pre>
      <p>A <b>viewer</b> sees everything. An <b>operator</b> can also submit, pause and cancel runs. The token is shown once.</p>
    </main>`,
  );
}

/** Goes to the login by itself. */
export function hopPage(next: string): Html {
  const path = `/login?next=${encodeURIComponent(next)}`;
  return page(
    { title: 'Telltale', style: STYLE, refreshTo: path },
    html`<main><p><a href="${path}">Go on to Telltale</a></p></main>`,
  );
}
