import { type AddCommand, lazily } from '../command.ts';

export const addReset: AddCommand = (program, run) => {
  program
    .command('reset')
    .summary('remove all data of Telltale, and nothing else')
    .description(
      'Removes all runs with their traces, results and files, and all access tokens. What is not of Telltale stays: other files in the data folder, other tables and the workflows of others in the database, and your configuration.',
    )
    .option('--yes', 'do it without asking')
    .option('--dry-run', 'only say what would be removed')
    .addHelpText(
      'after',
      `
Examples:
  telltale reset --dry-run
  telltale reset`,
    )
    .action(run(lazily(async () => (await import('../reset/reset-all.ts')).resetAll)));
};
