import type { CheckBody } from '@telltale/api';

const outcome: Readonly<Record<CheckBody['outcome'], string>> = {
  ok: 'Works',
  warn: 'To look at',
  fail: 'Broken',
  skipped: 'Not in use',
};

export const settings = {
  title: 'Settings',
  checks: 'What works here',
  checkedAt: 'Looked at',
  checkAgain: 'Look again',
  checking: 'The server looks at what it stands on. That may take some seconds.',
  outcome,
  /** How many there are of each outcome: `2 to look at, 20 work`. */
  summary: (counts: Readonly<Record<CheckBody['outcome'], number>>) =>
    [
      counts.fail === 0 ? [] : [`${counts.fail} broken`],
      counts.warn === 0 ? [] : [`${counts.warn} to look at`],
      [`${counts.ok} ${counts.ok === 1 ? 'works' : 'work'}`],
      counts.skipped === 0 ? [] : [`${counts.skipped} not in use`],
    ]
      .flat()
      .join(', '),
  allWell: 'All that is in use works.',
  whatToDo: 'What to do:',
  copyCommand: (command: string) => `Copy “${command}”`,
  warnings: 'The configuration has something strange in it',
  configuration: 'Configuration',
  file: (file: string) => `The configuration file is ${file}.`,
  noFile:
    'There is no configuration file: all settings are defaults, or come from the environment or the command line.',
  restart: 'A change is in force once the server and its workers are started again.',
  search: 'Find a setting',
  onlyChanged: 'Only what is not the default',
  shown: (shown: number, of: number) => (shown === of ? `${of} settings` : `${shown} of ${of} settings`),
  noneFound: 'No setting is like that',
  noneFoundHint: 'Search for another word, or show those that are at their defaults as well.',
  sectionCount: (count: number, changed: number) =>
    changed === 0 ? (count === 1 ? '1 setting' : `${count} settings`) : `${changed} of ${count} changed`,
  value: 'In force',
  nothing: 'nothing',
  hidden: (shown: string) => `set (${shown})`,
  takes: 'Takes',
  byDefault: 'Default',
  inFile: 'In the configuration file',
  inEnvironment: 'In the environment',
  onCommandLine: 'On the command line',
  source: {
    default: 'the default',
    file: (file: string, line: number | null) => (line === null ? file : `${file}, line ${line}`),
    environment: (name: string, file: string | null) => (file === null ? name : `${name} in ${file}`),
    flag: (name: string) => `the option ${name}`,
  },
  operatorOnly: 'Only an operator sees how this server is configured',
  operatorOnlyHint: 'Log in with the token of an operator: telltale token create NAME --role operator',
  notTold: 'This server was not told of its configuration',
  appearance: 'Appearance',
  scheme: 'Colours',
  schemes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  session: 'This session',
  sessionName: 'Name',
  sessionRole: 'Role',
  role: { viewer: 'viewer: may look', operator: 'operator: may look, submit and control' },
  sessionExpires: 'Ends',
  sessionLasts: 'does not end',
  noLogin: 'This server asks for no login: whoever reaches it may do everything.',
  logOut: 'Log out',
  about: 'About',
  version: 'Version',
  startedAt: 'Started',
  apiDocs: 'The HTTP interface',
  apiDocsHint: 'Every address of this server, with what it takes and gives.',
} as const;
