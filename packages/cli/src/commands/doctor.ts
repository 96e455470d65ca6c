import { type AddCommand, lazily } from '../command.ts';

export const addDoctor: AddCommand = (program, run) => {
  program
    .command('doctor')
    .summary('check that everything is in place, and say how to mend what is not')
    .description(
      'Checks this machine, the database, workers, the server, programs and providers, all at once, and says how to mend what is wrong. It changes and starts nothing. Exits with 1 if something fails; warnings do not count.',
    )
    .addHelpText(
      'after',
      `
Examples:
  telltale doctor
  telltale doctor --json | jq 'select(.outcome == "fail")'`,
    )
    .action(run(lazily(async () => (await import('../doctor/doctor.ts')).doctor)));
};
