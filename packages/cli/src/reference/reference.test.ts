import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { withReference } from './reference.ts';

const PAGE = new URL('../../../../docs/cli.md', import.meta.url);
const program = createProgram(() => async () => undefined, process);

it('stands in docs/cli.md as the program has it (else: npm run cli-docs -w packages/cli)', async () => {
  const page = await readFile(PAGE, 'utf8');
  expect(page).toBe(withReference(page, program));
});

it.each(all(program))('says what $name does and what each argument and option means', ({ command }) => {
  expect(command.description()).not.toBe('');
  for (const { description } of [...command.registeredArguments, ...command.options]) expect(description).not.toBe('');
});

it.each(all(program).filter(({ command }) => command.parent === program))('shows examples of $name', ({ command }) => {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  expect(help).toMatch(/\nExamples?:\n {2}.*telltale /);
});

function all(parent: Command): { readonly name: string; readonly command: Command }[] {
  return parent.commands.flatMap((command) => [{ name: command.name(), command }, ...all(command)]);
}
