import { log, password, select, spinner, text } from '@clack/prompts';
import { settingOf } from '../config/check-setting.ts';
import { resolvePath, resolveValue } from '../config/resolve-path.ts';
import { mask } from '../config/show-value.ts';
import { tryDatabase } from '../database/try-database.ts';
import { type Asking, answerTo, canDecide, decide, requiredFor, textFrom, validFor } from './answers.ts';

type Provider = 'model' | 'speech';

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';
/** Those that speak the protocol of OpenAI at an address that everybody knows. */
const OPENAI = 'https://api.openai.com/v1';
const OLLAMA = 'http://127.0.0.1:11434/v1';
/** Those with a protocol of their own. Their packages are not installed for everybody. */
const NAMED_PROVIDERS = [
  { value: 'anthropic', label: 'Anthropic', hint: 'needs: npm install @ai-sdk/anthropic' },
  { value: 'google', label: 'Google', hint: 'needs: npm install @ai-sdk/google' },
];

export async function askForDataFolder(asking: Asking): Promise<void> {
  if (!canDecide(asking, ['data'])) return;
  const { data } = asking.loaded.values;
  const folder = await textFrom(text({ message: 'Where shall everything be kept?', initialValue: data }));
  if (folder !== '') decide(asking, 'data', resolvePath(folder, asking.cwd));
}

export async function askForDatabase(asking: Asking): Promise<void> {
  if (!canDecide(asking, ['database.url'])) return;
  const present = asking.loaded.values.database.url;
  const choice = await answerTo(
    select({
      message: 'Which database?',
      initialValue: present === undefined ? 'embedded' : 'other',
      options: [
        { value: 'embedded', label: 'One of its own, in the data folder', hint: 'nothing to set up' },
        { value: 'other', label: 'A Postgres that you have', hint: 'for several machines' },
      ],
    }),
  );
  if (choice === 'embedded') return decide(asking, 'database.url', undefined);
  for (;;) {
    const keeps = present === undefined ? '' : ' (empty keeps the present one)';
    const validate = present === undefined ? requiredFor('database.url') : validFor('database.url');
    const message = `Its URL, postgres://user:password@host/database${keeps}`;
    const url = (await textFrom(password({ message, validate }))) || present;
    if (url !== undefined && (await isGood(url))) return decide(asking, 'database.url', url);
  }
}

/** Whether it works, or is wanted all the same. */
async function isGood(url: string): Promise<boolean> {
  const trying = spinner();
  trying.start('Connecting');
  const trial = await tryDatabase(url);
  if (trial.ok) {
    trying.stop(`Connected: Postgres ${trial.version}`);
    return true;
  }
  trying.error(trial.problem);
  if (trial.hint !== undefined) log.message(trial.hint);
  const next = await answerTo(
    select({
      message: 'What now?',
      options: [
        { value: 'again', label: 'Enter another URL' },
        { value: 'take', label: 'Take it as it is' },
      ],
    }),
  );
  return next === 'take';
}

export async function askForAddress(asking: Asking): Promise<void> {
  if (!canDecide(asking, ['server.host', 'server.port'])) return;
  const { host, port } = asking.loaded.values.server;
  const choice = await answerTo(
    select({
      message: 'Who may reach the server?',
      initialValue: host,
      options: [
        { value: LOOPBACK, label: 'This machine alone', hint: LOOPBACK },
        { value: EVERYWHERE, label: 'Everybody who can reach this machine', hint: 'with a token' },
        ...(host === LOOPBACK || host === EVERYWHERE ? [] : [{ value: host, label: 'As now', hint: host }]),
      ],
    }),
  );
  decide(asking, 'server.host', choice);
  if (choice === EVERYWHERE) log.info('Make a token before you start it: telltale token create NAME --role operator');
  const answer = await answerTo(
    text({ message: 'At which port?', initialValue: String(port), validate: requiredFor('server.port') }),
  );
  decide(asking, 'server.port', Number(answer));
}

export async function askForModel(asking: Asking): Promise<void> {
  if (!canDecide(asking, ['model.baseUrl', 'model.apiKey', 'model.name'])) return;
  const { baseUrl, name = '' } = asking.loaded.values.model;
  const named = NAMED_PROVIDERS.find(({ value }) => name.startsWith(`${value}:`));
  const choice = await answerTo(
    select({
      message: 'Which provider of language models?',
      initialValue: baseUrl ?? named?.value ?? 'none',
      options: [
        { value: 'none', label: 'None for now' },
        { value: OPENAI, label: 'OpenAI' },
        ...NAMED_PROVIDERS,
        { value: OLLAMA, label: 'Ollama on this machine' },
        ...(baseUrl === undefined || baseUrl === OPENAI || baseUrl === OLLAMA
          ? []
          : [{ value: baseUrl, label: 'As now', hint: baseUrl }]),
        { value: 'other', label: 'Another one that speaks the protocol of OpenAI' },
      ],
    }),
  );
  if (choice === 'none') return forget(asking, ['model.baseUrl', 'model.apiKey', 'model.name']);
  if (NAMED_PROVIDERS.some(({ value }) => value === choice)) return await askForNamed(asking, choice);
  decide(asking, 'model.baseUrl', choice === 'other' ? await askForBaseUrl('model') : choice);
  await askForKey(asking, 'model');
  await askForName(asking, 'model.name', name);
}

/** A provider with a protocol of its own, which the model's name tells. */
async function askForNamed(asking: Asking, provider: string): Promise<void> {
  decide(asking, 'model.baseUrl', undefined);
  await askForKey(asking, 'model');
  const prefix = `${provider}:`;
  const { name = '' } = asking.loaded.values.model;
  const present = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  const model = await textFrom(
    text({ message: 'Which model?', initialValue: present, validate: requiredFor('model.name') }),
  );
  decide(asking, 'model.name', model.startsWith(prefix) ? model : `${prefix}${model}`);
}

export async function askForSpeech(asking: Asking): Promise<void> {
  if (!canDecide(asking, ['speech.baseUrl', 'speech.apiKey', 'speech.model', 'speech.whisperModel'])) return;
  const { baseUrl, model, whisperModel } = asking.loaded.values.speech;
  const choice = await answerTo(
    select({
      message: 'How shall speech be transcribed?',
      initialValue: whisperModel === undefined ? (baseUrl === undefined ? 'none' : 'provider') : 'whisper',
      options: [
        { value: 'none', label: 'As it is', hint: 'by PocketSphinx, if it is installed; it gets many words wrong' },
        { value: 'whisper', label: 'On this machine, by whisper.cpp', hint: 'a model is downloaded once' },
        { value: 'provider', label: 'By a provider that speaks the protocol of OpenAI' },
      ],
    }),
  );
  if (choice === 'whisper') return await askForWhisper(asking);
  decide(asking, 'speech.whisperModel', undefined);
  if (choice === 'none') return forget(asking, ['speech.baseUrl', 'speech.apiKey', 'speech.model']);
  decide(asking, 'speech.baseUrl', await askForBaseUrl('speech', baseUrl ?? asking.loaded.values.model.baseUrl));
  await askForKey(asking, 'speech');
  await askForName(asking, 'speech.model', model);
}

async function askForWhisper(asking: Asking): Promise<void> {
  const present = asking.loaded.values.speech.whisperModel ?? '';
  const model = await textFrom(
    text({
      message: 'Which model? A name such as base.en or small, or a file',
      initialValue: present,
      validate: requiredFor('speech.whisperModel'),
    }),
  );
  decide(asking, 'speech.whisperModel', resolveValue(settingOf('speech.whisperModel'), model, asking.cwd));
}

async function askForBaseUrl(provider: Provider, present = ''): Promise<string> {
  const validate = requiredFor(`${provider}.baseUrl`);
  return await textFrom(text({ message: 'Its address, such as https://host/v1', initialValue: present, validate }));
}

async function askForKey(asking: Asking, provider: Provider): Promise<void> {
  const present = asking.loaded.values[provider].apiKey;
  const keeps = present === undefined ? 'empty if it needs none' : `empty keeps ${mask(present)}`;
  decide(asking, `${provider}.apiKey`, (await textFrom(password({ message: `Its key (${keeps})` }))) || present);
}

async function askForName(asking: Asking, key: string, present = ''): Promise<void> {
  const name = await textFrom(text({ message: 'Which model?', initialValue: present }));
  decide(asking, key, name === '' ? undefined : name);
}

function forget(asking: Asking, keys: readonly string[]): void {
  for (const key of keys) decide(asking, key, undefined);
}
