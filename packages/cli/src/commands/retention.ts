import { InvalidArgumentError } from 'commander';
import { type AddCommand, lazily } from '../command.ts';

export const addRetention: AddCommand = (program, run) => {
  program
    .command('retention')
    .summary('remove runs that ended long ago, with their files')
    .description(
      'Removes the runs that ended longer ago than so many days, with everything that is known of them and their files. Workers do it by themselves, every hour, where worker.keepRunsDays is set. Runs that wait, work or are paused stay, however old.',
    )
    .option('--days <number>', 'how many days to keep (default: worker.keepRunsDays)', days)
    .option('--dry-run', 'only say what would be removed')
    .addHelpText(
      'after',
      `
Examples:
  telltale retention --days 90 --dry-run
  telltale retention --days 90`,
    )
    .action(run(lazily(async () => (await import('../retention/retention.ts')).retention)));
};

function days(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('Give it as a number.');
  return number;
}
