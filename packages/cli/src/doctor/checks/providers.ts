import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { listModels, type ModelList } from '../../model/list-models.ts';
import { type ModelPlace, modelPlace } from '../../model/model-place.ts';
import { openConfiguredModel } from '../../model/open-configured-model.ts';
import { type Check, type Finding, fail, ok, type Scene, skipped, warn } from '../check.ts';

const NAMED_MODELS = 5;
/** How files of ggml and its successor begin; the first is little-endian. */
const MODEL_MAGICS = ['lmgg', 'GGUF'];

interface Provider extends Omit<ModelPlace, 'model'> {
  readonly section: 'model' | 'speech';
  readonly apiKey: string | undefined;
  /** The model that is to be there. */
  readonly name: string | null;
  readonly signal: AbortSignal;
}

export const model: Check = {
  name: 'model',
  look: async ({ config, signal }) => {
    const { name, baseUrl, apiKey } = config.model;
    if (name === undefined && baseUrl === undefined) return skipped('No language model is configured.');
    // Says by itself what is missing: the key, or the provider's package.
    if (name !== undefined) await openConfiguredModel(config);
    const place = modelPlace(config.model);
    if (place === null) return skipped('Nothing says where the model is.');
    return await lookAtProvider({ section: 'model', ...place, apiKey, name: place.model, signal });
  },
};

export const speech: Check = {
  name: 'speech',
  look: async ({ config, signal }) => {
    const { baseUrl, apiKey, model: name = null } = config.speech;
    if (baseUrl === undefined) return skipped('No provider of transcription is configured.');
    return await lookAtProvider({ section: 'speech', protocol: 'openai', baseUrl, apiKey, name, signal });
  },
};

export const whisper: Check = { name: 'whisper', look: lookAtWhisper };

async function lookAtProvider({ section, protocol, baseUrl, apiKey, name, signal }: Provider): Promise<Finding> {
  const check = `Check ${section}.baseUrl, and the network.`;
  let list: ModelList;
  try {
    list = await listModels({ protocol, baseUrl }, apiKey, signal);
  } catch (error) {
    return fail(`${baseUrl} cannot be reached: ${reasonOf(error)}.`, check);
  }
  if (list.kind === 'refused') {
    return fail(
      `${baseUrl} does not accept the key (${list.status}).`,
      `Set another: telltale configure set ${section}.apiKey -`,
    );
  }
  if (list.kind === 'other') return warn(`${baseUrl} does not list its models; it answers ${list.status}.`, check);
  const { names } = list;
  if (name === null || names.includes(name)) return ok(`${baseUrl}${name === null ? '' : `, ${name}`}`);
  const some = `${names.slice(0, NAMED_MODELS).join(', ')}${names.length > NAMED_MODELS ? ', …' : ''}`;
  return warn(
    `${baseUrl} has no model ${name}; it has ${some || 'none'}.`,
    `Set another name in the section ${section}.`,
  );
}

async function lookAtWhisper({ config }: Scene): Promise<Finding> {
  const { whisperModel } = config.speech;
  if (whisperModel === undefined) return skipped('No whisper.cpp model is configured.');
  // Much code, for those who use it.
  const { WHISPER_MODELS } = await import('@telltale/speech');
  const isKnown = Object.hasOwn(WHISPER_MODELS, whisperModel);
  const path = isKnown ? join(config.data, 'models', `ggml-${whisperModel}.bin`) : whisperModel;
  const hint = `Give the path of a whisper.cpp model (.bin), or one of ${Object.keys(WHISPER_MODELS).join(', ')}: telltale configure set speech.whisperModel …`;
  try {
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (MODEL_MAGICS.includes(buffer.toString('latin1'))) return ok(path);
    return fail(`${path} is not a whisper.cpp model.`, hint);
  } catch (error) {
    if (isKnown && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return ok(`${whisperModel}, which the first transcription downloads`);
    }
    return fail(`${path} cannot be read: ${reasonOf(error)}.`, hint);
  }
}

/** `fetch` says "fetch failed" and keeps why to itself. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message.replace(/\.$/, '');
}
