/** A server that listens on this machine, with its superuser's password. */
export interface Endpoint {
  readonly port: number;
  readonly password: string;
}

export const HOST = '127.0.0.1';
export const SUPERUSER = 'postgres';

/** The superuser's URL of a database; it need not exist yet. Not to be shown: it holds the password. */
export function connectionUrl({ port, password }: Endpoint, database: string): string {
  return `postgresql://${SUPERUSER}:${password}@${HOST}:${port}/${encodeURIComponent(database)}`;
}
