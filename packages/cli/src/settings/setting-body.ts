import type { SettingBody } from '@telltale/api';
import { defaultOf, takesOf, withoutMarkdown } from '../config/describe-setting.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { SETTINGS } from '../config/schema.ts';
import type { Setting } from '../config/setting.ts';
import { showValue } from '../config/show-value.ts';
import type { Source } from '../config/source.ts';
import { isTree, valueAt } from '../config/tree.ts';

/** All settings as the API tells of them: what each is for, what is in force and why, and how to change it. */
export function settingBodies({ values, sources }: LoadedConfig): SettingBody[] {
  const tree: unknown = values;
  return SETTINGS.map((setting) => {
    const { key, description, secret = false, env = null, flag = null } = setting;
    const value = isTree(tree) ? valueAt(tree, key) : undefined;
    return {
      key,
      section: key.split('.')[0] ?? key,
      description: withoutMarkdown(description),
      takes: withoutMarkdown(takesOf(setting)),
      value: isNothing(value) ? null : showValue(setting, value),
      default: withoutMarkdown(defaultOf(setting)),
      isSecret: secret,
      source: sourceBody(sources[key]),
      variable: env,
      option: flag,
      command: commandFor(setting),
    };
  });
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function sourceBody(source: Source = { kind: 'default' }): SettingBody['source'] {
  switch (source.kind) {
    case 'file':
      return { kind: 'file', file: source.file, line: source.line ?? null };
    case 'environment':
      return { kind: 'environment', name: source.name, file: source.file ?? null };
    default:
      return source;
  }
}

/** A secret is typed where no history of a shell keeps it. */
function commandFor({ key, secret }: Setting): string {
  return `telltale configure set ${key} ${secret === true ? '-' : 'VALUE'}`;
}
