import { MODEL_PROVIDERS } from '@telltale/agent';
import { expect, test } from 'vitest';
import { modelName, modelPlace } from './model-place.ts';

const OWN = 'http://own/v1';

test.for([
  ['openai:a', undefined, 'openai:a', { protocol: 'openai', baseUrl: 'https://api.openai.com/v1', model: 'a' }],
  ['anthropic:a', undefined, 'anthropic:a', { protocol: 'anthropic', model: 'a' }],
  ['google:a', undefined, 'google:a', { protocol: 'google', model: 'a' }],
  ['ollama:a:7b', undefined, 'ollama:a:7b', { baseUrl: 'http://127.0.0.1:11434/v1', model: 'a:7b' }],
  ['a', undefined, 'a', null],
  // What has an address of its own speaks the protocol of OpenAI, whatever its name looks like.
  ['a', OWN, 'openai-compatible:a', { protocol: 'openai', baseUrl: OWN, model: 'a' }],
  ['a:7b', OWN, 'openai-compatible:a:7b', { protocol: 'openai', baseUrl: OWN, model: 'a:7b' }],
  ['anthropic:a', OWN, 'anthropic:a', { protocol: 'openai', baseUrl: OWN, model: 'a' }],
  [undefined, OWN, null, { protocol: 'openai', baseUrl: OWN, model: null }],
  [undefined, undefined, null, null],
] as const)('the model %s at %s is opened as %s, at %j', ([name, baseUrl, opened, place]) => {
  expect(modelName({ name, baseUrl })).toBe(opened);
  const found = modelPlace({ name, baseUrl });
  if (place === null) expect(found).toBeNull();
  else expect(found).toMatchObject(place);
});

test.for([...MODEL_PROVIDERS])('%s is known as a provider', (provider) => {
  expect(modelName({ name: `${provider}:a`, baseUrl: OWN })).toBe(`${provider}:a`);
  expect(modelPlace({ name: `${provider}:a`, baseUrl: OWN })?.model).toBe('a');
});
