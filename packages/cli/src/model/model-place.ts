import type { Config } from '../config/schema.ts';

/** Whose protocol is spoken at an address. */
export type ModelProtocol = 'openai' | 'anthropic' | 'google';

/** Where a model is, and what it is called there. */
export interface ModelPlace {
  readonly protocol: ModelProtocol;
  readonly baseUrl: string;
  /** `null`: nobody has said which one. */
  readonly model: string | null;
}

const PLACES: Readonly<Record<string, Omit<ModelPlace, 'model'>>> = {
  openai: { protocol: 'openai', baseUrl: 'https://api.openai.com/v1' },
  anthropic: { protocol: 'anthropic', baseUrl: 'https://api.anthropic.com/v1' },
  google: { protocol: 'google', baseUrl: 'https://generativelanguage.googleapis.com/v1beta' },
  ollama: { protocol: 'openai', baseUrl: 'http://127.0.0.1:11434/v1' },
};

/** The name of a provider that a model's name may begin with: `openai` of `openai:gpt-4.1-mini`. */
const PROVIDER = /^(openai|anthropic|google|ollama|openai-compatible):(?=.)/;

/** The model's name as agents take it: `provider:model`. At an address of its own a model needs no provider. */
export function modelName({ name, baseUrl }: Pick<Config['model'], 'name' | 'baseUrl'>): string | null {
  if (name === undefined) return null;
  return baseUrl === undefined || PROVIDER.test(name) ? name : `openai-compatible:${name}`;
}

/** `null`: nothing says where it is. */
export function modelPlace(config: Pick<Config['model'], 'name' | 'baseUrl'>): ModelPlace | null {
  const name = modelName(config);
  const model = name?.replace(PROVIDER, '') ?? null;
  if (config.baseUrl !== undefined) return { protocol: 'openai', baseUrl: config.baseUrl, model };
  const place = PLACES[PROVIDER.exec(name ?? '')?.[1] ?? ''];
  return place === undefined ? null : { ...place, model };
}
