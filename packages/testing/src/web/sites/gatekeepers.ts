import { mp3 } from '../audio.ts';
import { html, notFound, paths, redirect, type Site } from '../site.ts';

const CONSENT = 'consent=yes';
const SESSION = 'open-sesame';

/** Nothing before the visitor has agreed to cookies. */
export const consent: Site = ({ url, cookies }) => {
  if (url.pathname !== '/') return notFound();
  if (cookies.get('consent') === 'yes') return html('Magazin', '<h1>Alle Folgen</h1><p>Willkommen zurück.</p>');
  return html(
    'Ihre Privatsphäre',
    `<div role="dialog" aria-label="Cookies">
      <p>Wir und unsere 212 Partner verwenden Cookies.</p>
      <button onclick="document.cookie = '${CONSENT}; path=/'; location.reload()">Alle akzeptieren</button>
      <button>Einstellungen</button>
    </div>`,
    { language: 'de' },
  );
};

/** A file for members only: log in at `/` as `anna` with the password `tide`. */
export const members: Site = paths({
  '/': ({ method, body }) => {
    const form = new URLSearchParams(body);
    if (method === 'POST' && form.get('name') === 'anna' && form.get('password') === 'tide') {
      return {
        ...redirect('/episodes', 303),
        headers: { location: '/episodes', 'set-cookie': `session=${SESSION}; Path=/; HttpOnly` },
      };
    }
    return html(
      'Log in',
      `<form method="post"><input name="name" aria-label="Name"><input name="password" type="password" aria-label="Password">
      <button>Log in</button></form>`,
    );
  },
  '/episodes': ({ cookies }) =>
    cookies.get('session') === SESSION
      ? html('Episodes', '<h1>Episodes for members</h1><a href="/episode.mp3">Download</a>')
      : redirect('/'),
  '/episode.mp3': ({ cookies }) =>
    cookies.get('session') === SESSION
      ? {
          headers: { 'content-type': 'audio/mpeg', 'content-disposition': 'attachment; filename="members.mp3"' },
          body: mp3(),
        }
      : { ...html('Members only', '<h1>Please log in</h1>'), status: 403 },
});

const CHALLENGE = `<h1>captcha.test</h1><p>Verifying you are human. This may take a few seconds.</p>
  <form id="challenge-form" action="/?__cf_chl_f_tk=test" method="post"><div id="cf-challenge-running"></div></form>
  <script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`;

/**
 * Tests of whether the visitor is a person. `/cloudflare/<gate>` goes away by itself when the gate opens, `/cloudflare`
 * stays; `/turnstile`, `/recaptcha` and `/hcaptcha` stay as well, `/article` only writes of them.
 */
export const captcha: Site = async ({ url, place }) => {
  const [, kind, gate] = url.pathname.split('/');
  switch (kind) {
    case 'cloudflare':
      if (gate !== undefined && place.gate(gate).isOpen) return html('The article', '<h1>Behind the challenge</h1>');
      return {
        ...html(
          'Just a moment...',
          `${CHALLENGE}<script>${gate === undefined ? '' : `fetch('/opened/${gate}').then(() => location.reload())`}</script>`,
        ),
        status: 403,
      };
    case 'opened':
      await place.gate(gate ?? '').pass();
      return { status: 204 };
    case 'turnstile':
      return html('Check', '<div class="cf-turnstile" data-sitekey="test" style="width: 300px; height: 65px"></div>');
    case 'recaptcha':
      return html(
        'Check',
        '<div class="g-recaptcha" data-sitekey="test"><iframe title="reCAPTCHA" src="/recaptcha/api2/anchor" width="304" height="78"></iframe></div>',
      );
    case 'hcaptcha':
      return html(
        'Check',
        '<div class="h-captcha" data-sitekey="test"><iframe title="Widget containing checkbox for hCaptcha security challenge" src="/hcaptcha/frame" width="303" height="78"></iframe></div>',
      );
    case 'article':
      return html('On captchas', '<h1>A short history of the captcha</h1><p>Cloudflare, reCAPTCHA and hCaptcha.</p>');
    default:
      return notFound();
  }
};
