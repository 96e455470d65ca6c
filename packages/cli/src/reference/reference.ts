import type { Command, Option } from 'commander';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.ts';
import { writeBetween } from './write-between.ts';

/** Where the generated part of docs/cli.md begins and ends. */
const MARKS = ['<!-- commands: written by `npm run cli-docs -w packages/cli` -->', '<!-- end of commands -->'] as const;

/** The page with all that the program says of itself written anew. */
export function withReference(page: string, program: Command): string {
  return writeBetween(page, MARKS, reference(program));
}

function reference(program: Command): string {
  return [
    '## Exit codes',
    exitCodes(),
    '## Options of every command',
    options(program),
    ...program.commands.flatMap((command) => [`## telltale ${command.name()}`, ...section(command)]),
  ].join('\n\n');
}

/** A command and those inside it. */
function section(command: Command): string[] {
  return [
    `\`\`\`text\n${usageOf(command)}\n\`\`\``,
    command.description(),
    ...(command.registeredArguments.length === 0 ? [] : [argumentsOf(command)]),
    ...(command.options.length === 0 ? [] : [options(command)]),
    ...command.commands.flatMap((inner) => [`### telltale ${pathOf(inner)}`, ...section(inner)]),
  ];
}

function exitCodes(): string {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return table(
    'Code',
    names.map((name) => [`${EXIT[name]}`, EXIT_MEANINGS[name]]),
  );
}

function argumentsOf(command: Command): string {
  return table(
    'Argument',
    command.registeredArguments.map((argument) => [`\`${argument.name()}\``, argument.description]),
  );
}

function options(command: Command): string {
  const listed = command.options.filter(({ hidden }) => !hidden);
  return table(
    'Option',
    listed.map((option) => [`\`${option.flags}\``, meaningOf(option)]),
  );
}

function meaningOf({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? '' : ` (${argChoices.join(', ')})`;
  const otherwise =
    defaultValue === undefined || typeof defaultValue === 'boolean' ? '' : ` (default: ${defaultValue})`;
  return `${description}${choices}${otherwise}`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [`| ${title} | Meaning |`, '|---|---|', ...rows.map(([a, b]) => `| ${cell(a)} | ${cell(b)} |`)].join('\n');
}

function usageOf(command: Command): string {
  return `telltale ${pathOf(command)} ${command.usage()}`.trim();
}

function pathOf(command: Command): string {
  const parent = command.parent;
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}
