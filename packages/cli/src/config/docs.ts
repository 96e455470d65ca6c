import { wrapToCells } from '../format/cells.ts';
import { writeBetween } from '../reference/write-between.ts';
import { defaultOf, literalDefault, takesOf, withoutMarkdown } from './describe-setting.ts';
import { SETTINGS } from './schema.ts';
import type { Setting } from './setting.ts';

/** Where the generated part of docs/configuration.md begins and ends. */
const MARKS = [
  '<!-- settings: written by `npm run config-docs -w packages/cli` -->',
  '<!-- end of settings -->',
] as const;
const LINE_LENGTH = 118;

/** `.env.example`: every variable, none of them set. */
export function envExample(): string {
  const head = [
    '# Settings of Telltale. Copy this file to `.env` in the folder that you start it from, and take the # off the lines',
    '# that you need. Variables of the environment win over this file, and this file over telltale.config.*.',
  ];
  const entries = SETTINGS.flatMap((setting) => {
    if (setting.env === undefined) return [];
    const text = `${withoutMarkdown(setting.description)} Default: ${withoutMarkdown(defaultOf(setting))}.`;
    return [
      '',
      ...wrapToCells(text, LINE_LENGTH).map((line) => `# ${line}`),
      `#${setting.env}=${literalDefault(setting) ?? ''}`,
    ];
  });
  return `${[...head, ...entries].join('\n')}\n`;
}

/** The page with its table of settings written anew. */
export function withSettings(page: string): string {
  return writeBetween(page, MARKS, settingsTables());
}

/** A table for each section of the file. */
function settingsTables(): string {
  const sections = Map.groupBy(SETTINGS, ({ key }) => (key.includes('.') ? key.slice(0, key.indexOf('.')) : key));
  return [...sections].map(([name, settings]) => `### ${name}\n\n${table(settings)}`).join('\n\n');
}

function table(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => {
    const { key, description, env, flag } = setting;
    const ways = [env, flag].flatMap((way) => (way === undefined ? [] : `\`${way}\``)).join('<br>');
    return `| \`${key}\` | ${ways} | ${description} Takes ${takesOf(setting)}. | ${defaultOf(setting)} |`;
  });
  return ['| Setting | Variable, option | What it is for | Default |', '|---|---|---|---|', ...rows].join('\n');
}
