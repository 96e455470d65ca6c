import { z } from 'zod';

/** What people are told of a setting, and where it can be set besides the file. */
export interface SettingAbout {
  /** What it is for, as a sentence. */
  readonly description: string;
  /** What it takes, as the end of "has to be …". */
  readonly expects: string;
  /** Its environment variable. */
  readonly env?: string;
  /** Its option, on the commands that have it: `--port <port>`. */
  readonly flag?: string;
  /** Of a number. */
  readonly unit?: string;
  /** Its default in words, where the value itself differs between machines or says nothing. */
  readonly defaultText?: string;
  /** Never shown, but for what tells it from others. */
  readonly secret?: true;
  /**
   * Relative to where it was said: the file's folder, or the working directory. `~/` is the home folder. `or name`: what
   * looks like no file is a name, and stays as it is.
   */
  readonly path?: true | 'or name';
  /** The value for a text, of the environment or a flag. Default: the text. */
  readonly fromText?: (text: string) => unknown;
}

const registry = z.registry<SettingAbout>();

/** A setting of the configuration. */
export function setting<S extends z.ZodType>(schema: S, about: SettingAbout): S {
  registry.add(schema, about);
  return schema;
}

/** Settings that belong together; all may be left out. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).prefault({} as never);
}

/** A setting with its place in the file: `server.port`. */
export interface Setting extends SettingAbout {
  readonly key: string;
  readonly schema: z.ZodType;
}

/** All settings of an object, in its order. */
export function settingsOf(object: z.ZodObject, within = ''): readonly Setting[] {
  return Object.entries(object.shape).flatMap(([name, schema]): readonly Setting[] => {
    const key = `${within}${name}`;
    const about = registry.get(schema as z.ZodType);
    if (about !== undefined) return [{ ...about, key, schema: schema as z.ZodType }];
    const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
    return settingsOf(inner as z.ZodObject, `${key}.`);
  });
}
