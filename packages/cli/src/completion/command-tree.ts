import type { Command, Option } from 'commander';

/** A command as a shell completes it. */
export interface CommandNode {
  /** Its name and those above it, without the program's: `token create`; empty for the program itself. */
  readonly path: string;
  /** What may follow it. */
  readonly commands: readonly Completed[];
  /** Its options and those of all above it. */
  readonly options: readonly OptionNode[];
  /** The values of its first argument, if there is a list of them. */
  readonly choices: readonly string[];
}

interface Completed {
  readonly name: string;
  /** On one line. */
  readonly description: string;
}

export interface OptionNode extends Completed {
  /** `--role`; `name` as well. */
  readonly names: readonly string[];
  readonly takesValue: boolean;
  /** Empty: anything. */
  readonly choices: readonly string[];
}

/** The program and all its commands, each with what can be said after it. */
export function commandTree(command: Command, above: readonly OptionNode[] = [], path = ''): readonly CommandNode[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const options = [...help.visibleOptions(command).map(toNode), ...above];
  const node = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: oneLine(help.subcommandDescription(each)) })),
    options,
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  const below = command.commands.flatMap((each) => commandTree(each, options, `${path} ${each.name()}`.trim()));
  return [node, ...below];
}

function toNode({ long, short, description, required, optional, argChoices }: Option): OptionNode {
  const names = [long, short].flatMap((name) => name ?? []);
  return {
    name: names[0] ?? '',
    names,
    description: oneLine(description),
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
