import type { AnyPipeline } from '@telltale/engine';
import { z } from 'zod';
import { defaultDataFolder } from './default-data-folder.ts';
import { episodeSections } from './episode-sections.ts';
import {
  A_POSTGRES_URL,
  AN_HTTP_URL,
  httpUrl,
  list,
  postgresUrl,
  privateNetworks,
  privateNetworksFrom,
  text,
  YES_OR_NO,
  yesOrNo,
} from './kinds.ts';
import { type Setting, section, setting, settingsOf } from './setting.ts';

const pipeline = z.custom<AnyPipeline>((value) => typeof value === 'object' && value !== null && 'steps' in value);
const USD_PER_MILLION = { expects: 'a number, 0 or more', unit: 'US dollars per million tokens', fromText: Number };

/** Every setting there is, with what people are told of it: the one place that says so. */
export const configSchema = z.strictObject({
  data: setting(text.default(defaultDataFolder), {
    description: 'Where everything is kept: the embedded database, the files of runs, and the configuration.',
    expects: 'a folder',
    env: 'TELLTALE_DATA',
    flag: '--data <folder>',
    defaultText:
      "the system's folder for data of programs: `~/.local/share/telltale` on Linux, `/var/lib/telltale` for root",
    path: true,
  }),
  database: section({
    url: setting(postgresUrl.optional(), {
      description: 'A Postgres database, 15 or later, to use instead of the embedded one.',
      expects: A_POSTGRES_URL,
      env: 'TELLTALE_DATABASE_URL',
      flag: '--database <url>',
      defaultText: 'the embedded database, in the data folder',
      secret: true,
    }),
  }),
  server: section({
    host: setting(text.default('127.0.0.1'), {
      description: 'The address that the server listens on. On any but a loopback address people need tokens.',
      expects: 'an IP address or the name of a host',
      env: 'TELLTALE_HOST',
      flag: '--host <address>',
    }),
    port: setting(z.int().min(0).max(65_535).default(4040), {
      description: 'The port that the server listens on; 0 takes one that is free.',
      expects: 'a whole number from 0 to 65535',
      env: 'TELLTALE_PORT',
      flag: '--port <port>',
      fromText: Number,
    }),
    allowedHosts: setting(z.array(text).default([]), {
      description: 'Names under which others reach the server, such as that of a proxy. With any, people need tokens.',
      expects: 'a list of names of hosts',
      env: 'TELLTALE_ALLOWED_HOSTS',
      flag: '--allowed-host <name...>',
      defaultText: 'none',
      fromText: list,
    }),
    login: setting(z.enum(['auto', 'always']).default('auto'), {
      description: 'Who has to log in: `auto` asks for it where others can reach the server, `always` everywhere.',
      expects: 'auto or always',
      env: 'TELLTALE_LOGIN',
      flag: '--login <when>',
    }),
    url: setting(httpUrl.optional(), {
      description: 'The server that commands ask.',
      expects: AN_HTTP_URL,
      env: 'TELLTALE_SERVER',
      flag: '--server <url>',
      defaultText: 'the one that was started on the data folder',
    }),
    token: setting(text.optional(), {
      description: 'What commands show to the server: a token that `telltale token create` has made.',
      expects: 'a text',
      env: 'TELLTALE_TOKEN',
      secret: true,
    }),
  }),
  artifacts: section({
    folder: setting(text.optional(), {
      description: 'Where the files of runs are kept.',
      expects: 'a folder',
      env: 'TELLTALE_ARTIFACTS_FOLDER',
      defaultText: '`artifacts` in the data folder',
      path: true,
    }),
    s3: section({
      bucket: setting(text.optional(), {
        description: 'A bucket for the files of runs, instead of a folder. The AWS variables give the credentials.',
        expects: 'the name of a bucket',
        env: 'TELLTALE_S3_BUCKET',
      }),
      region: setting(text.optional(), {
        description: 'The region of the bucket.',
        expects: 'the name of a region',
        env: 'TELLTALE_S3_REGION',
        defaultText: 'what the AWS variables say',
      }),
      endpoint: setting(httpUrl.optional(), {
        description: "Another server that speaks S3's protocol.",
        expects: AN_HTTP_URL,
        env: 'TELLTALE_S3_ENDPOINT',
        defaultText: 'AWS',
      }),
      prefix: setting(text.optional(), {
        description: 'What the name of each file in the bucket begins with, such as `telltale/`.',
        expects: 'a text',
        env: 'TELLTALE_S3_PREFIX',
      }),
    }),
  }),
  pipelines: setting(z.array(z.union([text, pipeline])).default([]), {
    description:
      'The pipelines that workers run: modules that export them or, in a TypeScript file, the pipelines themselves.',
    expects: 'a list of files, or of pipelines',
    env: 'TELLTALE_PIPELINES',
    flag: '--pipelines <file...>',
    defaultText: 'none',
    path: true,
    fromText: list,
  }),
  worker: section({
    graceMs: setting(z.number().min(0).default(20_000), {
      description: 'How long items in work may take to finish when a worker is stopped.',
      expects: 'a number, 0 or more',
      env: 'TELLTALE_WORKER_GRACE_MS',
      unit: 'ms',
      fromText: Number,
    }),
    keepRunsDays: setting(z.number().positive().nullable().default(null), {
      description: 'Runs that ended longer ago are removed, with their files. Give all workers the same.',
      expects: 'a number above 0',
      env: 'TELLTALE_WORKER_KEEP_RUNS_DAYS',
      unit: 'days',
      defaultText: 'for ever',
      fromText: Number,
    }),
    metricsPort: setting(z.int().min(0).max(65_535).optional(), {
      description: 'Where `telltale worker` serves its metrics to Prometheus; 0 takes a port that is free.',
      expects: 'a whole number from 0 to 65535',
      env: 'TELLTALE_WORKER_METRICS_PORT',
      flag: '--metrics-port <port>',
      defaultText: 'it serves none',
      fromText: Number,
    }),
  }),
  log: section({
    level: setting(z.enum(['debug', 'info', 'warn', 'error']).default('info'), {
      description: 'The least weight of what is logged.',
      expects: 'debug, info, warn or error',
      env: 'TELLTALE_LOG_LEVEL',
    }),
    format: setting(z.enum(['auto', 'pretty', 'json']).default('auto'), {
      description: 'How lines of the log look; `auto` is `pretty` in a terminal and `json` elsewhere.',
      expects: 'auto, pretty or json',
      env: 'TELLTALE_LOG_FORMAT',
    }),
  }),
  model: section({
    baseUrl: setting(httpUrl.optional(), {
      description:
        'A provider of language models that speaks the protocol of OpenAI, such as `https://api.openai.com/v1`.',
      expects: AN_HTTP_URL,
      env: 'TELLTALE_MODEL_BASE_URL',
    }),
    apiKey: setting(text.optional(), {
      description: 'The key of that provider.',
      expects: 'a text',
      env: 'TELLTALE_MODEL_API_KEY',
      secret: true,
    }),
    name: setting(text.optional(), {
      description:
        'The language model to use, as provider:model (`openai:…`, `anthropic:…`, `google:…`, `ollama:…`) or, with model.baseUrl, by the name that the provider gives it.',
      expects: 'the name of a model',
      env: 'TELLTALE_MODEL_NAME',
    }),
    price: section({
      input: setting(z.number().min(0).optional(), {
        description: 'What the model costs for what it reads, so that runs tell what they cost.',
        env: 'TELLTALE_MODEL_PRICE_INPUT',
        defaultText: 'the cost of runs is not known',
        ...USD_PER_MILLION,
      }),
      output: setting(z.number().min(0).optional(), {
        description: 'What the model costs for what it writes.',
        env: 'TELLTALE_MODEL_PRICE_OUTPUT',
        defaultText: 'the cost of runs is not known',
        ...USD_PER_MILLION,
      }),
    }),
  }),
  browser: section({
    executablePath: setting(text.optional(), {
      description: 'The browser that agents use: Chromium, Google Chrome or Microsoft Edge.',
      expects: 'a file',
      env: 'TELLTALE_BROWSER_EXECUTABLE_PATH',
      defaultText: 'the first one that is found on this machine',
      path: true,
    }),
    headless: setting(z.boolean().default(true), {
      description: 'Whether the browser works without a window.',
      expects: YES_OR_NO,
      env: 'TELLTALE_BROWSER_HEADLESS',
      fromText: yesOrNo,
    }),
    allowPrivateNetworks: setting(privateNetworks.default(false), {
      description:
        'Whether the browser may reach this machine and private networks: all of them, none, or these names and ranges. What an agent reads there a page elsewhere can make it tell.',
      expects: 'true, false, or a list of hosts and CIDR ranges',
      env: 'TELLTALE_BROWSER_ALLOW_PRIVATE_NETWORKS',
      fromText: privateNetworksFrom,
    }),
    allowedDomains: setting(z.array(text).max(100).default([]), {
      description: 'The only domains whose pages the browser may open, with all below them. A run can ask for fewer.',
      expects: 'a list of at most 100 domains',
      env: 'TELLTALE_BROWSER_ALLOWED_DOMAINS',
      defaultText: 'all but those that are blocked',
      fromText: list,
    }),
    blockedDomains: setting(z.array(text).max(100).nullable().default(null), {
      description: 'Domains of which the browser loads nothing, with all below them, instead of the usual ones.',
      expects: 'a list of at most 100 domains',
      env: 'TELLTALE_BROWSER_BLOCKED_DOMAINS',
      defaultText: 'banks, governments, mail, payment and social networks',
      fromText: list,
    }),
    recordVideo: setting(z.boolean().default(false), {
      description: 'Whether what the browser shows is kept as a video, a file of the run. It needs ffmpeg.',
      expects: YES_OR_NO,
      env: 'TELLTALE_BROWSER_RECORD_VIDEO',
      fromText: yesOrNo,
    }),
  }),
  ...episodeSections,
});

/** All settings, in the order in which people are told of them. */
export const SETTINGS: readonly Setting[] = settingsOf(configSchema);

/** What a configuration file says. */
export type ConfigFile = z.input<typeof configSchema>;

/** What the schema makes of it: defaults that follow from other settings are still missing. */
export type ParsedConfig = z.output<typeof configSchema>;

/** The configuration, with every default filled in. Folders and files are absolute. */
export interface Config extends ParsedConfig {
  readonly artifacts: ParsedConfig['artifacts'] & { readonly folder: string };
}
