import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** A page without scripts, with the style of `pages.css`. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="stylesheet" href="/pages.css">
  </head>
  <body>${body}</body>
</html>`;
}

/** Text in which words between backticks are code. */
export function withCode(text: string): readonly (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}
