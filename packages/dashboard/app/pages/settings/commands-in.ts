/** A part of a text: words, or a command that can be copied. */
export interface TextPart {
  readonly text: string;
  readonly isCommand: boolean;
}

/** The programs that advice tells people to run. */
const PROGRAMS = [
  'telltale',
  'npm',
  'npx',
  'node',
  'apt',
  'apt-get',
  'sudo',
  'brew',
  'docker',
  'psql',
  'kill',
  'chmod',
  'chown',
];

/** What stands in quotes, between backticks, or after a colon until the end. */
const MAY_BE_COMMAND = /"([^"]+)"|`([^`]+)`|(?<=: )([^:"`]+)$/g;

/** The parts of an advice: commands are what is set off in it and begins with the name of a program. */
export function commandsIn(advice: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of advice.matchAll(MAY_BE_COMMAND)) {
    const [whole, inQuotes, inBackticks, atEnd] = match;
    const command = inQuotes ?? inBackticks ?? atEnd ?? '';
    if (!PROGRAMS.includes(command.split(' ', 1).join())) continue;
    if (match.index > end) parts.push({ text: advice.slice(end, match.index), isCommand: false });
    parts.push({ text: command, isCommand: true });
    end = match.index + whole.length;
  }
  return end < advice.length ? [...parts, { text: advice.slice(end), isCommand: false }] : parts;
}
