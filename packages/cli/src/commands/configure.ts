import { type AddCommand, lazily } from '../command.ts';

export const addConfigure: AddCommand = (program, run) => {
  const configure = program
    .command('configure')
    .description('ask for what you may want to change, and write it into the configuration file')
    .option('--show', 'print what is in force, and where each value came from')
    .addHelpText(
      'after',
      `
Examples:
  telltale configure                                  asks, one thing after the other
  telltale configure --show
  telltale configure set server.port 8080
  telltale configure set model.apiKey - < key.txt     reads the value from standard input`,
    )
    .action(run(lazily(async () => (await import('../configure/configure.ts')).configureOrShow)));
  configure
    .command('set')
    .description('write one setting into the configuration file')
    .argument('<key>', 'the setting, such as server.port; `telltale configure --show` lists them')
    .argument('<value>', 'its value; several are separated by commas; - reads it from standard input')
    .action(run(lazily(async () => (await import('../configure/configure.ts')).setOne)));
  configure
    .command('unset')
    .description('take one setting out of the configuration file')
    .argument('<key>', 'the setting, such as server.port')
    .action(run(lazily(async () => (await import('../configure/configure.ts')).unsetOne)));
};
