import { expect, test } from 'vitest';
import { sentType } from './content-type.ts';

test.for([
  ['audio/mpeg', 'audio/mpeg'],
  ['video/mp4', 'video/mp4'],
  ['image/png', 'image/png'],
  ['text/plain', 'text/plain; charset=utf-8'],
  ['text/plain; charset=latin1', 'text/plain; charset=latin1'],
  ['application/json', 'application/json'],
] as const)('%s is shown, as %s', ([stored, header]) => {
  expect(sentType(stored)).toEqual({ header, isShown: true });
});

test.for([
  ['text/html', 'text/html; charset=utf-8'],
  ['TEXT/HTML;charset=utf-8', 'TEXT/HTML;charset=utf-8'],
  ['image/svg+xml', 'image/svg+xml'],
  ['IMAGE/SVG+XML', 'IMAGE/SVG+XML'],
  ['application/xhtml+xml', 'application/xhtml+xml'],
  ['text/javascript', 'text/javascript; charset=utf-8'],
  ['application/pdf', 'application/pdf'],
  ['application/zip', 'application/zip'],
  [undefined, 'application/octet-stream'],
  ['', 'application/octet-stream'],
  ['text/plain\r\nSet-Cookie: a=b', 'application/octet-stream'],
  ['nonsense', 'application/octet-stream'],
] as const)('%j is saved, as %s', ([stored, header]) => {
  expect(sentType(stored)).toEqual({ header, isShown: false });
});
