import envPaths from 'env-paths';

/**
 * Where the system wants data of programs: `~/.local/share/telltale` on Linux. Root's home is closed to the user that the
 * embedded Postgres then runs as, so for root it is the machine's place.
 */
export function defaultDataFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/telltale';
  return envPaths('telltale', { suffix: '' }).data;
}
