import type { AgentModel } from '@telltale/agent';
import type { Config } from '../config/schema.ts';
import { ModelNotConfiguredError } from '../errors.ts';
import { modelName } from './model-place.ts';

/** Opens the model of the configuration. Throws `ModelNotConfiguredError`, and what `openModel` of @telltale/agent throws. */
export async function openConfiguredModel({ model }: Pick<Config, 'model'>): Promise<AgentModel> {
  const { baseUrl, apiKey, price } = model;
  const name = modelName(model);
  if (name === null) throw new ModelNotConfiguredError();
  // Much code, for those who use it.
  const { openModel } = await import('@telltale/agent');
  return await openModel(name, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(price.input === undefined || price.output === undefined
      ? {}
      : { price: { inputPerMillion: price.input, outputPerMillion: price.output } }),
  });
}
