import { cancel, confirm, intro, note, outro } from '@clack/prompts';
import type { CommandContext } from '../command.ts';
import { settingOf } from '../config/check-setting.ts';
import { editableConfigFile, writeConfigFile } from '../config/config-file.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { showValue } from '../config/show-value.ts';
import { type Tree, withValue } from '../config/tree.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { answerTo, type Changes, QuestionsCancelledError } from './answers.ts';
import { askForDirectories } from './ask-for-directories.ts';
import { askForAddress, askForDatabase, askForDataFolder, askForModel, askForSpeech } from './questions.ts';

const QUESTIONS = [askForDataFolder, askForDatabase, askForAddress, askForModel, askForSpeech, askForDirectories];

/** Asks what matters, one thing after the other, and writes the answers. Nothing is written before the last of them. */
export async function runWizard({ config, configOptions }: CommandContext): Promise<ExitCode> {
  const loaded = await config();
  const { path, content } = await editableConfigFile(configOptions);
  intro('Telltale: what you may want to change');
  try {
    const changes = await askAll(loaded, configOptions.cwd);
    if (changes.size === 0) {
      outro('Everything stays as it is.');
      return EXIT.ok;
    }
    note([...changes].map(describeChange).join('\n'), path);
    if (!(await answerTo(confirm({ message: 'Write this?' })))) throw new QuestionsCancelledError();
    await writeConfigFile(path, apply(content, changes));
    outro('Written. Next: `telltale doctor` checks it all, `telltale start` starts it.');
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof QuestionsCancelledError)) throw error;
    cancel('Nothing was changed.');
    return EXIT.interrupted;
  }
}

async function askAll(loaded: LoadedConfig, cwd: string): Promise<Changes> {
  const changes: Changes = new Map();
  for (const ask of QUESTIONS) await ask({ loaded, changes, cwd });
  return changes;
}

function describeChange([key, value]: readonly [string, unknown]): string {
  return value === undefined ? `${key}: no longer set` : `${key}: ${showValue(settingOf(key), value)}`;
}

function apply(content: Tree, changes: Changes): Tree {
  return [...changes].reduce((tree, [key, value]) => {
    const changed = withValue(tree, key, value);
    if (value === undefined || changed !== tree) return changed;
    throw new UsageError(`The configuration file holds something else where ${key} belongs; mend it by hand.`);
  }, content);
}
