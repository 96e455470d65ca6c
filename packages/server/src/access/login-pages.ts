import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ServerEnv } from '../context.ts';
import { errorAnswer } from '../errors/error-answer.ts';
import { type LoginServices, logIn, logOut } from './log-in.ts';
import { hopPage, loginPage } from './login-page.ts';
import { LOGIN_STYLE } from './login-style.ts';
import { nextPath } from './next-path.ts';

/** A form that takes a token, for browsers; it needs no script. */
export function createLoginPages(services: LoginServices): Hono<ServerEnv> {
  const pages = new Hono<ServerEnv>();

  pages.get('/login', (c) => {
    const next = nextPath(c.req.query('next'));
    if (c.get('principal').role !== null) return c.redirect(next, 303);
    // Who follows a link from another site comes without the cookie, which is for requests of our own pages only: one step
    // from a page of our own shows whether there is one.
    if (c.req.header('sec-fetch-site') === 'cross-site') return c.html(hopPage(next));
    return c.html(loginPage({ next }));
  });

  pages.post('/login', async (c) => {
    const { token, next } = await readForm(c);
    try {
      await logIn(c, token, services);
    } catch (error) {
      const answer = errorAnswer(error);
      if (answer === null) throw error;
      const { message, hint = '' } = answer.error;
      return c.html(loginPage({ next, fault: `${message} ${hint}` }), answer.status as ContentfulStatusCode);
    }
    return c.redirect(next, 303);
  });

  pages.post('/logout', async (c) => {
    await logOut(c, services);
    return c.redirect('/login', 303);
  });

  pages.get('/login.css', (c) => c.body(LOGIN_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  return pages;
}

async function readForm(c: Context): Promise<{ readonly token: string; readonly next: string }> {
  const form = new URLSearchParams(await c.req.text());
  return { token: form.get('token') ?? '', next: nextPath(form.get('next') ?? undefined) };
}
