import { z } from 'zod';
import type { ModelPlace, ModelProtocol } from './model-place.ts';

interface Protocol {
  readonly path: string;
  readonly headers: (apiKey: string) => Readonly<Record<string, string>>;
  /** The names of the models of an answer. */
  readonly answer: z.ZodType<readonly string[]>;
}

const listed = z
  .object({ data: z.array(z.object({ id: z.string() })) })
  .transform(({ data }) => data.map(({ id }) => id));

/** How each lists its models. */
const PROTOCOLS: Readonly<Record<ModelProtocol, Protocol>> = {
  openai: { path: '/models', headers: (apiKey) => ({ authorization: `Bearer ${apiKey}` }), answer: listed },
  // https://docs.anthropic.com/en/api/models-list
  anthropic: {
    path: '/models?limit=1000',
    headers: (apiKey) => ({ 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' }),
    answer: listed,
  },
  // https://ai.google.dev/api/models#method:-models.list
  google: {
    path: '/models?pageSize=1000',
    headers: (apiKey) => ({ 'x-goog-api-key': apiKey }),
    answer: z
      .object({ models: z.array(z.object({ name: z.string() })) })
      .transform(({ models }) => models.map(({ name }) => name.replace(/^models\//, ''))),
  },
};

/** What a provider said when it was asked for its models. */
export type ModelList =
  | { readonly kind: 'models'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly status: number }
  /** It answered, but not with a list. */
  | { readonly kind: 'other'; readonly status: number };

/** Asks a provider for its models. Throws what `fetch` throws. */
export async function listModels(
  { protocol, baseUrl }: Pick<ModelPlace, 'protocol' | 'baseUrl'>,
  apiKey: string | undefined,
  signal: AbortSignal,
): Promise<ModelList> {
  const { path, headers, answer } = PROTOCOLS[protocol];
  const url = `${baseUrl.replace(/\/$/, '')}${path}`;
  const response = await fetch(url, { headers: apiKey === undefined ? {} : headers(apiKey), signal });
  const { status, ok } = response;
  if (status === 401 || status === 403) return { kind: 'refused', status };
  const read = ok ? answer.safeParse(await response.json().catch(() => null)) : null;
  return read?.success ? { kind: 'models', names: read.data } : { kind: 'other', status };
}
