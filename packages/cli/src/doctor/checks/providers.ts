import { open } from 'node:fs/promises';
import { z } from 'zod';
import { type Check, type Finding, fail, ok, type Scene, skipped, warn } from '../check.ts';

/** `GET /models` of the protocol of OpenAI. */
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

const NAMED_MODELS = 5;
/** How files of ggml and its successor begin; the first is little-endian. */
const MODEL_MAGICS = ['lmgg', 'GGUF'];

interface Provider {
  readonly section: 'model' | 'speech';
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly name: string | undefined;
  readonly signal: AbortSignal;
}

export const model: Check = {
  name: 'model',
  look: async ({ config, signal }) => {
    const { baseUrl, apiKey, name } = config.model;
    if (baseUrl === undefined) return skipped('No provider of language models is configured.');
    return await lookAtProvider({ section: 'model', baseUrl, apiKey, name, signal });
  },
};

export const speech: Check = {
  name: 'speech',
  look: async ({ config, signal }) => {
    const { baseUrl, apiKey, model: name } = config.speech;
    if (baseUrl === undefined) return skipped('No provider of transcription is configured.');
    return await lookAtProvider({ section: 'speech', baseUrl, apiKey, name, signal });
  },
};

export const whisper: Check = { name: 'whisper', look: lookAtWhisper };

async function lookAtProvider({ section, baseUrl, apiKey, name, signal }: Provider): Promise<Finding> {
  const url = `${baseUrl.replace(/\/$/, '')}/models`;
  const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (error) {
    return fail(`${baseUrl} cannot be reached: ${reasonOf(error)}.`, `Check ${section}.baseUrl, and the network.`);
  }
  const { status } = response;
  if (status === 401 || status === 403) {
    return fail(
      `${baseUrl} does not accept the key (${status}).`,
      `Set another: telltale configure set ${section}.apiKey -`,
    );
  }
  if (!response.ok) return warn(`${baseUrl} answers ${status} when asked for its models.`, `Check ${section}.baseUrl.`);
  const listed = modelsSchema.safeParse(await response.json().catch(() => null));
  if (!listed.success) return warn(`${baseUrl} does not list its models as OpenAI does.`, `Check ${section}.baseUrl.`);
  const names = listed.data.data.map(({ id }) => id);
  if (name === undefined || names.includes(name)) return ok(`${baseUrl}${name === undefined ? '' : `, ${name}`}`);
  const some = `${names.slice(0, NAMED_MODELS).join(', ')}${names.length > NAMED_MODELS ? ', …' : ''}`;
  return warn(
    `${baseUrl} has no model ${name}; it has ${some || 'none'}.`,
    `Set another name in the section ${section}.`,
  );
}

async function lookAtWhisper({ config }: Scene): Promise<Finding> {
  const { whisperModel } = config.speech;
  if (whisperModel === undefined) return skipped('No whisper.cpp model is configured.');
  const hint = 'Give the path of a whisper.cpp model (.bin): telltale configure set speech.whisperModel FILE';
  try {
    await using file = await open(whisperModel);
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (MODEL_MAGICS.includes(buffer.toString('latin1'))) return ok(whisperModel);
    return fail(`${whisperModel} is not a whisper.cpp model.`, hint);
  } catch (error) {
    return fail(`${whisperModel} cannot be read: ${reasonOf(error)}.`, hint);
  }
}

/** `fetch` says "fetch failed" and keeps why to itself. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message.replace(/\.$/, '');
}
