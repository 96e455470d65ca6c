import { html, notFound, redirect, type Site } from '../site.ts';

/**
 * Sites that take their time; the last part of the path is the name of the gate.
 *
 * `/answer/<gate>` has its whole answer behind the gate, `/body/<gate>` its second half, `/image/<gate>` is a page whose
 * picture does not come, and `/redirect/<gate>` leads to a page behind it.
 */
export const slow: Site = async ({ url, place }) => {
  const [, kind, gate = ''] = url.pathname.split('/');
  switch (kind) {
    case 'answer':
      await place.gate(gate).pass();
      return html('Late', '<h1>Late, but here</h1>');
    case 'body':
      return {
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: (async function* () {
          yield '<!doctype html><title>In two parts</title><h1>The first part</h1>';
          await place.gate(gate).pass();
          yield '<h2>The second part</h2>';
        })(),
      };
    case 'image':
      return html('A picture', `<h1>A picture</h1><img src="/answer/${gate}" alt="A lighthouse">`);
    case 'redirect':
      return redirect(`/answer/${gate}`);
    default:
      return notFound();
  }
};

/** `/chain/<n>` redirects n times, `/loop` for ever, `/to?url=…&status=…` to anywhere. */
export const redirects: Site = ({ url }) => {
  const [, kind, count] = url.pathname.split('/');
  if (kind === 'loop') return redirect('/loop');
  if (kind === 'to') return redirect(url.searchParams.get('url') ?? '/', Number(url.searchParams.get('status') ?? 302));
  if (kind !== 'chain') return notFound();
  const left = Number(count);
  return left > 0 ? redirect(`/chain/${left - 1}`) : html('Arrived', '<h1>The end of the chain</h1>');
};
