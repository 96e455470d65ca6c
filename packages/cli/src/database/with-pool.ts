import { createPool } from '@telltale/engine/client';
import type { Pool } from 'pg';
import type { CommandContext } from '../command.ts';
import { withDatabase } from './with-database.ts';

/** `withDatabase` for commands that speak SQL themselves. */
export async function withPool<T>({ config, output }: CommandContext, use: (pool: Pool) => Promise<T>): Promise<T> {
  const { values } = await config();
  const work = async (url: string) => {
    const pool = createPool({ connectionString: url, application_name: 'telltale-cli' });
    try {
      return await use(pool);
    } finally {
      await pool.end();
    }
  };
  return await withDatabase(values, work, (doing) => output.note(`${doing} …`));
}
