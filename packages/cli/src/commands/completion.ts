import { Argument } from 'commander';
import type { AddCommand } from '../command.ts';
import { commandTree } from '../completion/command-tree.ts';
import { completionScript, SHELLS, type Shell } from '../completion/scripts.ts';

export const addCompletion: AddCommand = (program, run) => {
  program
    .command('completion')
    .summary('print the script by which a shell completes commands')
    .description('Prints a script for your shell, with which the Tab key completes commands, options and their values.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  echo 'eval "$(telltale completion bash)"' >> ~/.bashrc
  echo 'eval "$(telltale completion zsh)"' >> ~/.zshrc
  telltale completion fish > ~/.config/fish/completions/telltale.fish`,
    )
    .action(
      // Written as it is, with --json too: a shell reads it, and nobody else.
      run(async ({ output }, shell: Shell) => {
        output.stdout.write(completionScript(shell, commandTree(program)));
      }),
    );
};
