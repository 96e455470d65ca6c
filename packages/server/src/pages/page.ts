import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

export interface Head {
  readonly title: string;
  /** Where its style is. Default: `/pages.css`. */
  readonly style?: string;
  /** Where the browser goes by itself. Default: it stays. */
  readonly refreshTo?: string;
}

/** A page without scripts. */
export function page({ title, style = '/pages.css', refreshTo }: Head, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    ${refreshTo === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${refreshTo}">`}
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${style}">
  </head>
  <body>${body}</body>
</html>`;
}

/** Text in which words between backticks are code. */
export function withCode(text: string): readonly (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}
