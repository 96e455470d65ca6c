// Postgres cuts a longer name silently. The rest is for the prefix and the number.
const MAX_LABEL_LENGTH = 36;

/** What a test file is called in database names: `packages/ledger/src/recorder.test.ts` → `ledger_recorder`. */
export function databaseLabel(file: string): string {
  return file
    .replace(/\.test\.[cm]?[jt]sx?$/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '' && part !== 'packages' && part !== 'src')
    .join('_')
    .toLowerCase()
    .slice(-MAX_LABEL_LENGTH);
}
