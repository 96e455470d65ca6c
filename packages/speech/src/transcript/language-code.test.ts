import { expect, test } from 'vitest';
import { detectLanguage } from './detect-language.ts';
import { languageCode } from './language-code.ts';

test.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['pt_BR', 'pt'],
  ['eng', 'en'],
  ['ENG-us', 'en'],
  ['haw', null],
  ['x-default', null],
  ['English', 'en'],
  ['german', 'de'],
  ['qq', null],
  ['klingonese', null],
  ['', null],
  [null, null],
  [undefined, null],
])('makes %j %j', (told, code) => {
  expect(languageCode(told)).toBe(code);
});

test.each([
  ['The lamp on the machine tells you that it is still working.', 'en'],
  ['Die Lampe an der Maschine zeigt, dass sie noch immer arbeitet.', 'de'],
  ['La lámpara de la máquina dice que todavía está trabajando.', 'es'],
  ['Hm.', null],
])('tells the language of %j', async (text, language) => {
  expect(await detectLanguage(text)).toBe(language);
});
