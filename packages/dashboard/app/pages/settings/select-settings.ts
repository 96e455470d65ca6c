import type { SettingBody } from '@telltale/api';

export interface SettingFilter {
  /** All its words have to be in a setting's key, description, value or variable. */
  readonly words: string;
  readonly isOnlyChanged: boolean;
}

/** Settings that belong together. */
export interface SettingSection {
  readonly name: string;
  readonly settings: readonly SettingBody[];
}

export function isChanged({ source }: SettingBody): boolean {
  return source.kind !== 'default';
}

/** The settings that the filter lets through, by section, in the order in which the server tells them. */
export function selectSettings(
  settings: readonly SettingBody[],
  { words, isOnlyChanged }: SettingFilter,
): readonly SettingSection[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = settings.filter((setting) => {
    if (isOnlyChanged && !isChanged(setting)) return false;
    const { key, description, value, variable, option } = setting;
    const said = [key, description, value, variable, option].join('\n').toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
  return [...Map.groupBy(found, ({ section }) => section)].map(([name, settings]) => ({ name, settings }));
}
