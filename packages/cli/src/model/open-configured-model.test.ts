import { expect, test } from 'vitest';
import { type Config, configSchema } from '../config/schema.ts';
import { openConfiguredModel } from './open-configured-model.ts';

async function open(model: unknown) {
  return await openConfiguredModel(configSchema.parse({ model }) as Config);
}

test('a model is opened with its name and its price', async () => {
  const model = { baseUrl: 'http://host/v1', name: 'tiny', price: { input: 0.4, output: 1.6 } };
  expect(await open(model)).toMatchObject({
    id: 'openai-compatible:tiny',
    price: { inputPerMillion: 0.4, outputPerMillion: 1.6 },
  });
  expect(await open({ name: 'ollama:tiny' })).not.toHaveProperty('price');
});

test('where there is none, it is said what to configure', async () => {
  await expect(open({})).rejects.toMatchObject({
    code: 'model_not_configured',
    hint: expect.stringContaining('telltale configure'),
  });
});
