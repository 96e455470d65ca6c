import { text as readAll } from 'node:stream/consumers';
import type { CommandContext } from '../command.ts';
import { settingOf, toValue } from '../config/check-setting.ts';
import { editableConfigFile, writeConfigFile } from '../config/config-file.ts';
import { SETTINGS } from '../config/schema.ts';
import { showValue } from '../config/show-value.ts';
import { describeSource } from '../config/source.ts';
import { valueAt, withValue } from '../config/tree.ts';
import { UsageError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { printLine } from '../format/print-line.ts';
import { tableLines } from '../format/table.ts';
import { runWizard } from './wizard.ts';

export async function configureOrShow(
  context: CommandContext,
  { show = false }: { readonly show?: boolean },
): Promise<ExitCode | undefined> {
  if (show) return await showConfig(context);
  if (context.output.isTerminal && context.stdin.isTTY) return await runWizard(context);
  throw new UsageError('There is no terminal to ask in.', {
    hint: 'Use `telltale configure set KEY VALUE`, or `telltale configure --show`.',
  });
}

async function showConfig({ output, config }: CommandContext): Promise<undefined> {
  const { values, sources, file } = await config();
  const rows = SETTINGS.map((setting) => {
    const value = valueAt(values as never, setting.key);
    return { setting, value: showValue(setting, value), source: sources[setting.key] ?? { kind: 'default' as const } };
  });
  for (const { setting, value, source } of rows) output.record({ key: setting.key, value, source });
  const columns = [
    { title: 'setting', text: ({ setting }: (typeof rows)[number]) => setting.key },
    { title: 'value', text: ({ value }: (typeof rows)[number]) => value },
    { title: 'from', text: ({ source }: (typeof rows)[number]) => describeSource(source) },
  ];
  // Long values are wrapped by the terminal: what is cut off here could not be read anywhere.
  for (const line of tableLines(rows, columns, output.columns)) printLine(output, line);
  output.print();
  output.print(file === null ? 'There is no configuration file.' : `The configuration file is ${file}.`);
}

export async function setOne(
  { output, stdin, configOptions }: CommandContext,
  key: string,
  given: string,
): Promise<void> {
  const setting = settingOf(key);
  const text = given === '-' ? (await readAll(stdin)).trim() : given;
  const value = toValue(setting, text, configOptions.cwd);
  const { path, content } = await editableConfigFile(configOptions);
  const changed = withValue(content, key, value);
  if (changed === content) throw new UsageError(`${path} holds something else where ${key} belongs; mend it by hand.`);
  await writeConfigFile(path, changed);
  output.record({ file: path, key, value: showValue(setting, value) });
  output.print(`${key} is ${showValue(setting, value)} in ${path}.`);
}

export async function unsetOne({ output, configOptions }: CommandContext, key: string): Promise<void> {
  const { path, content } = await editableConfigFile(configOptions);
  const found = valueAt(content, key) !== undefined;
  // A key that is no setting can stand in the file by mistake, and go.
  if (!found) settingOf(key);
  if (found) await writeConfigFile(path, withValue(content, key, undefined));
  output.record({ file: path, key, removed: found });
  output.print(found ? `${key} is no longer in ${path}.` : `${key} was not in ${path}; nothing was changed.`);
}
