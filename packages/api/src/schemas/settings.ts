import { z } from 'zod';
import { instant } from './common.ts';
import type { Unchanging } from './unchanging.ts';

const settingSource = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('default') }),
    z.object({
      kind: z.literal('file'),
      file: z.string(),
      line: z.int().nullable().meta({ description: 'From 1; `null` where it is not known.' }),
    }),
    z.object({
      kind: z.literal('environment'),
      name: z.string().meta({ description: 'Of the variable.' }),
      file: z.string().nullable().meta({ description: 'The `.env` file, if it stands there.' }),
    }),
    z.object({ kind: z.literal('flag'), name: z.string() }),
  ])
  .meta({ id: 'SettingSource', description: 'Where a value came from.' });

const settingSchema = z
  .object({
    key: z.string().meta({ description: 'Its place in the configuration file.', example: 'server.port' }),
    section: z.string().meta({ description: 'Settings of one section belong together.', example: 'server' }),
    description: z.string().meta({ description: 'What it is for, as a sentence.' }),
    takes: z.string().meta({ description: 'What it takes, as the end of “has to be …”.', example: 'a number, in ms' }),
    value: z.string().nullable().meta({
      description: 'What is in force, as text; of a secret only what tells it from others. `null`: nothing.',
    }),
    default: z.string().meta({ description: 'What is in force where nothing is said, in words.' }),
    isSecret: z.boolean(),
    source: settingSource,
    variable: z.string().nullable().meta({ description: 'The environment variable that sets it.' }),
    option: z
      .string()
      .nullable()
      .meta({ description: 'The option of commands that sets it.', example: '--port <port>' }),
    command: z.string().meta({ description: 'How to write it into the configuration file.' }),
  })
  .meta({ id: 'Setting' });
export type SettingBody = Unchanging<z.infer<typeof settingSchema>>;

const checkSchema = z
  .object({
    name: z.string().meta({ example: 'ffmpeg' }),
    outcome: z.enum(['ok', 'warn', 'fail', 'skipped']).meta({
      description: '`skipped`: it could not be looked at, or does not matter here; the message says why.',
    }),
    message: z.string().meta({ description: 'What was found.' }),
    hint: z.string().nullable().meta({ description: 'How to mend it.' }),
  })
  .meta({ id: 'Check' });
export type CheckBody = Unchanging<z.infer<typeof checkSchema>>;

export const settingsSchema = z
  .object({
    settings: z.array(settingSchema),
    file: z.string().nullable().meta({ description: 'The configuration file; `null`: there is none.' }),
    warnings: z.array(z.string()).meta({ description: 'What is strange in it but does no harm, as sentences.' }),
    checks: z.array(checkSchema).meta({ description: 'In the order in which one thing stands on another.' }),
    checkedAt: instant.meta({
      description: 'When it was looked: what is asked again within 10 s is answered the same.',
    }),
  })
  .meta({ id: 'Settings' });
export type SettingsBody = Unchanging<z.infer<typeof settingsSchema>>;
