import { formatAge } from '@telltale/core';
import { createToken, listTokens, revokeToken, type TokenInfo, type TokenRole } from '@telltale/ledger';
import type { CommandContext } from '../command.ts';
import { withPool } from '../database/with-pool.ts';
import { printTable } from '../format/print-table.ts';
import type { Column } from '../format/table.ts';
import { dayOf } from '../format/time.ts';

interface CreateOptions {
  readonly role: TokenRole;
  readonly expires?: Date;
}

export async function createOne(
  context: CommandContext,
  name: string,
  { role, expires }: CreateOptions,
): Promise<void> {
  const { output } = context;
  const { token, info } = await withPool(context, (pool) => createToken(pool, { name, role, expiresAt: expires }));
  output.record({ token, ...info });
  output.print(token);
  if (output.json) return;
  output.note(`This is the token of ${info.name}, ${info.role}. It is shown this once: keep it in a safe place.`);
  output.note('Browsers ask for it at login; commands take it from TELLTALE_TOKEN.');
}

export async function listAll(context: CommandContext): Promise<void> {
  const { output } = context;
  const tokens = await withPool(context, listTokens);
  for (const token of tokens) output.record(token);
  if (tokens.length > 0) return printTable(output, tokens, COLUMNS);
  output.print('There are no tokens. Make one: telltale token create NAME --role operator');
}

export async function revokeOne(context: CommandContext, name: string): Promise<void> {
  const { output } = context;
  const info = await withPool(context, (pool) => revokeToken(pool, name));
  output.record(info);
  output.print(`The token of ${info.name} is revoked. Servers take notice within seconds.`);
}

const COLOURS = { live: 'green', expired: 'yellow', revoked: 'dim' } as const;

const COLUMNS: readonly Column<TokenInfo>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'ROLE', text: ({ role }) => role },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => COLOURS[state] },
  { title: 'MADE', text: ({ createdAt }) => dayOf(createdAt), dropOrder: 2 },
  { title: 'LAST USED', text: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : ageOf(lastUsedAt)), dropOrder: 1 },
  { title: 'ENDS', text: ({ expiresAt }) => (expiresAt === null ? 'never' : dayOf(expiresAt)) },
  { title: 'ID', text: ({ id }) => id, dropOrder: 3 },
];

function ageOf(instant: string): string {
  return `${formatAge(Math.max(0, Date.now() - Date.parse(instant)))} ago`;
}
