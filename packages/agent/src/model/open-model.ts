import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import type { AgentModel, ModelPrice } from './agent-model.ts';
import { ModelNameError, ModelPackageMissingError } from './errors.ts';

export interface OpenModelOptions {
  /** The root of an OpenAI-compatible API, `/v1` included. Any model is then asked for there. Default: the provider's own. */
  readonly baseUrl?: string | undefined;
  /** Default: none, which only local servers accept. */
  readonly apiKey?: string | undefined;
  readonly price?: ModelPrice | undefined;
}

const OLLAMA_URL = 'http://127.0.0.1:11434/v1';

/** How a model is named, by provider. */
export const MODEL_PROVIDERS = ['openai', 'anthropic', 'google', 'ollama', 'openai-compatible'] as const;
type Provider = (typeof MODEL_PROVIDERS)[number];

/**
 * Opens a model by its name: `openai:gpt-4.1-mini`, `anthropic:…`, `google:…`, `ollama:…`, `openai-compatible:…`. Nothing is
 * sent. Throws `ModelNameError`, `ModelPackageMissingError`.
 */
export async function openModel(name: string, options: OpenModelOptions = {}): Promise<AgentModel> {
  const { price } = options;
  const languageModel = await languageModelOf(name, options);
  return { id: name, languageModel, ...(price === undefined ? {} : { price }) };
}

async function languageModelOf(name: string, { baseUrl, apiKey }: OpenModelOptions): Promise<LanguageModel> {
  const { provider, model } = parse(name);
  if (baseUrl !== undefined) return compatible(provider, model, baseUrl, apiKey);
  switch (provider) {
    case 'ollama':
      return compatible(provider, model, OLLAMA_URL, apiKey);
    case 'openai-compatible':
      throw new ModelNameError(
        name,
        'nothing says where it is',
        'Set the base URL of the server, with /v1 at its end.',
      );
    case 'openai': {
      const { createOpenAI } = await load(name, '@ai-sdk/openai', () => import('@ai-sdk/openai'));
      // The base URL is told so that no variable of the environment can change it.
      return createOpenAI({ baseURL: 'https://api.openai.com/v1', apiKey: required(name, apiKey) })(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await load(name, '@ai-sdk/anthropic', () => import('@ai-sdk/anthropic'));
      return createAnthropic({ baseURL: 'https://api.anthropic.com/v1', apiKey: required(name, apiKey) })(model);
    }
    case 'google': {
      const { createGoogle } = await load(name, '@ai-sdk/google', () => import('@ai-sdk/google'));
      return createGoogle({ apiKey: required(name, apiKey) })(model);
    }
  }
}

function parse(name: string): { readonly provider: Provider; readonly model: string } {
  const [, named, model = ''] = /^([^:]*):(.*)$/s.exec(name) ?? [];
  const provider = MODEL_PROVIDERS.find((known) => known === named);
  if (provider !== undefined && model.trim() !== '') return { provider, model };
  const problem = provider === undefined ? 'it does not begin with a known provider' : 'it does not say which model';
  throw new ModelNameError(name, problem, `Write provider:model. Providers are ${MODEL_PROVIDERS.join(', ')}.`);
}

function compatible(provider: Provider, model: string, baseURL: string, apiKey: string | undefined): LanguageModel {
  const open = createOpenAICompatible({
    name: provider,
    baseURL,
    supportsStructuredOutputs: true,
    includeUsage: true,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  return open(model);
}

function required(name: string, apiKey: string | undefined): string {
  if (apiKey !== undefined && apiKey !== '') return apiKey;
  throw new ModelNameError(name, 'there is no API key for it', "Set the provider's API key.");
}

/** Loads what only those need who use that provider. */
async function load<T>(name: string, packageName: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ModelPackageMissingError(name, { packageName, cause });
  }
}
