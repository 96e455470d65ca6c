import { ROLES } from '@telltale/api';
import { Option } from 'commander';
import { type AddCommand, lazily } from '../command.ts';
import { momentAhead } from '../option-values.ts';

export const addToken: AddCommand = (program, run) => {
  const token = program
    .command('token')
    .summary('make, list and revoke access tokens')
    .description(
      'Makes, lists and revokes the tokens with which people and programs reach a server that is open to others. Works on the database directly, whether a server runs or not.',
    )
    .addHelpText(
      'after',
      `
Examples:
  telltale token create ada --role operator
  telltale token create wall-display --role viewer --expires 30d
  telltale token list
  telltale token revoke ada`,
    );
  token
    .command('create')
    .description('make a token; it is printed this once and kept nowhere')
    .argument('<name>', 'whose it is: 1 to 64 characters')
    .addOption(
      new Option('--role <role>', 'viewer reads; operator also submits and controls runs')
        .choices(ROLES)
        .makeOptionMandatory(),
    )
    .option('--expires <when>', 'how long it lives: 12h, 30d, 52w, or a date (default: for ever)', momentAhead)
    .action(run(lazily(async () => (await import('../token/token.ts')).createOne)));
  token
    .command('list')
    .description('list all tokens')
    .action(run(lazily(async () => (await import('../token/token.ts')).listAll)));
  token
    .command('revoke')
    .description('end a token at once, and the sessions that it opened')
    .argument('<name>', 'its name, or its id')
    .action(run(lazily(async () => (await import('../token/token.ts')).revokeOne)));
};
