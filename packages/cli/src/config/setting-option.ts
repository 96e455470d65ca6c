import { type Command, Option } from 'commander';
import { SETTINGS } from './schema.ts';

/** The option of a command by which a setting is given, described as the configuration describes it. */
export function settingOption(key: string): Option {
  const setting = SETTINGS.find((each) => each.key === key);
  if (setting?.flag === undefined) throw new Error(`there is no option for the setting ${key}`);
  const { flag, description, env, defaultText, schema } = setting;
  const otherwise = defaultText ?? schema.safeParse(undefined).data;
  const notes = [
    ...(otherwise === undefined ? [] : [`default: ${String(otherwise).replaceAll('`', '')}`]),
    ...(env === undefined ? [] : [`env: ${env}`]),
  ];
  // As all others in the help: no capital, no full stop.
  const text = `${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`;
  return new Option(flag, `${text.replaceAll('`', '')} (${notes.join('; ')})`);
}

/** Gives a command the options of these settings. */
export function addSettings(command: Command, keys: readonly string[]): Command {
  for (const key of keys) command.addOption(settingOption(key));
  return command;
}
