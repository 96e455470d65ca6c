import { styleText } from 'node:util';
import { jsonLine } from './format/json-line.ts';

type Style = Parameters<typeof styleText>[0];

/** Where a command's words go: results to stdout, everything about the command itself to stderr. */
export interface Output {
  /** `--json`: stdout gets records only, one JSON value a line. */
  readonly json: boolean;
  /** Whether a person sits before stdout. Never with `--json`. */
  readonly isTerminal: boolean;
  /** Width of the terminal, in cells; 80 where there is none. */
  readonly columns: number;
  /** Height of the terminal, in lines; 24 where there is none. */
  readonly rows: number;
  /** What `print` and `record` write to, for what is drawn in place or is too long to be held back. */
  readonly stdout: NodeJS.WriteStream;
  /** A line of the result, for people. Nothing with `--json`. */
  print(line?: string): void;
  /** The result, for programs. Nothing without `--json`. */
  record(value: unknown): void;
  /** A line on stderr: what is being done, a warning, an error. */
  note(line: string): void;
  /** Text in a colour or weight, where stdout shows such (`NO_COLOR` and `FORCE_COLOR` are heeded). */
  style(style: Style, text: string): string;
}

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function createOutput({ stdout, stderr }: OutputStreams, { json }: { readonly json: boolean }): Output {
  return {
    json,
    // Some terminals do not say how wide they are: there is nothing to fit a picture into.
    isTerminal: !json && stdout.isTTY === true && stdout.columns > 0,
    get columns() {
      return stdout.columns ?? 80;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    stdout,
    print(line = '') {
      if (!json) stdout.write(`${line}\n`);
    },
    record(value) {
      if (json) stdout.write(`${jsonLine(value)}\n`);
    },
    note(line) {
      stderr.write(`${line}\n`);
    },
    style: (style, text) => (json ? text : styleText(style, text, { stream: stdout })),
  };
}
