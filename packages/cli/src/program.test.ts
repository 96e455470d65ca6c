import { expect, test } from 'vitest';
import { runCommand } from '../test/run-command.ts';

const HINT = '"telltale --help" lists all commands, "telltale COMMAND --help" tells what one takes.';

test.each([
  [['wathc'], "Unknown command 'wathc'. (Did you mean watch?)"],
  [['runs', '--folow'], "Unknown option '--folow'. (Did you mean --follow?)"],
  [['show'], "Missing required argument 'run'."],
  [['token', 'create', 'ada'], "Required option '--role <role>' not specified."],
])('says what is wrong with %j, for people and as JSON', async (args, message) => {
  const said = await runCommand(args);
  expect(said).toEqual({ exitCode: 2, stdout: '', stderr: `Error: ${message}\n  ${HINT}\n` });
  const { exitCode, stdout, stderr } = await runCommand([...args, '--json']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({ error: { code: 'usage_invalid', message, hint: HINT, details: {} } });
});

test('shows help where no command is given, and nothing else', async () => {
  const { exitCode, stderr } = await runCommand([]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Usage: telltale /);
  expect(stderr).not.toContain('Error');
});
