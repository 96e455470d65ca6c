import type { CommandNode, OptionNode } from './command-tree.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion script of a shell. */
export function completionScript(shell: Shell, tree: readonly CommandNode[]): string {
  return { bash, zsh, fish }[shell](tree);
}

/**
 * Finds the command that is being written, by walking over the words before the cursor, and offers what may follow it. The
 * tables are case statements: the bash of macOS is too old for maps.
 */
function bash(tree: readonly CommandNode[]): string {
  return `# Completion of telltale for bash: eval "$(telltale completion bash)"
${walk(tree)}
_telltale() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path values
  COMPREPLY=()
  path=$(_telltale_path "\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  values=$(_telltale_values "$path" "$prev")
  case $? in
    0) COMPREPLY=($(compgen -W "$values" -- "$cur")); return ;;
    1) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$(_telltale_options "$path")" -- "$cur")); return; fi
  COMPREPLY=($(compgen -W "$(_telltale_words "$path")" -- "$cur"))
}
complete -o default -F _telltale telltale
`;
}

function zsh(tree: readonly CommandNode[]): string {
  return `#compdef telltale
# Completion of telltale for zsh: eval "$(telltale completion zsh)"
${walk(tree)}
_telltale() {
  local path_of values
  path_of=$(_telltale_path "\${(@)words[2,CURRENT-1]}")
  values=$(_telltale_values "$path_of" "\${words[CURRENT-1]}")
  case $? in
    0) compadd -- \${=values}; return ;;
    1) _files; return ;;
  esac
  if [[ \${words[CURRENT]} == -* ]]; then compadd -- \${=$(_telltale_options "$path_of")}; return; fi
  values=$(_telltale_words "$path_of")
  if [[ -n $values ]]; then compadd -- \${=values}; else _files; fi
}
compdef _telltale telltale
`;
}

/** Shell functions that bash and zsh both understand. */
function walk(tree: readonly CommandNode[]): string {
  return `_telltale_path() {
  local at="" word skip=""
  for word in "$@"; do
    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      -*) _telltale_values "$at" "$word" >/dev/null; [ $? -ne 2 ] && skip=yes ;;
      *) case "$at $word" in
${cases(
  tree.slice(1),
  ({ path }) => [path.includes(' ') ? path : ` ${path}`],
  ({ path }) => `at=${quote(path)}`,
  9,
)}
        esac ;;
    esac
  done
  printf %s "$at"
}
_telltale_words() {
  case "$1" in
${cases(
  tree,
  ({ path }) => [path],
  ({ commands, choices }) => say([...commands.map(({ name }) => name), ...choices]),
)}
  esac
}
_telltale_options() {
  case "$1" in
${cases(
  tree,
  ({ path }) => [path],
  ({ options }) => say(options.flatMap(({ names }) => names)),
)}
  esac
}
# 0: these; 1: an option that takes anything; 2: no option that takes a value.
_telltale_values() {
  case "$1:$2" in
${cases(
  valued(tree),
  ({ keys }) => keys,
  ({ choices }) => (choices.length === 0 ? 'return 1' : say(choices)),
)}
    *) return 2 ;;
  esac
}`;
}

function valued(
  tree: readonly CommandNode[],
): readonly { readonly keys: readonly string[]; readonly choices: readonly string[] }[] {
  return tree.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ names, choices }) => ({ keys: names.map((name) => `${path}:${name}`), choices })),
  );
}

function cases<T>(
  entries: readonly T[],
  patterns: (entry: T) => readonly string[],
  action: (entry: T) => string,
  indent = 4,
): string {
  return entries
    .map((entry) => `${' '.repeat(indent)}${patterns(entry).map(quote).join('|')}) ${action(entry)} ;;`)
    .join('\n');
}

function say(words: readonly string[]): string {
  return words.length === 0 ? ':' : `printf %s ${quote(words.join(' '))}`;
}

function fish(tree: readonly CommandNode[]): string {
  const lines = tree.flatMap(({ path, commands, options, choices }) => {
    const here = `-n ${quote(`__telltale_at ${quote(path)}`)}`;
    return [
      ...commands.map(({ name, description }) => `complete -c telltale -f ${here} -a ${name} -d ${quote(description)}`),
      ...(choices.length === 0 ? [] : [`complete -c telltale -f ${here} -a ${quote(choices.join(' '))}`]),
      ...options.map((option) => `complete -c telltale ${here} ${fishOption(option)}`),
    ];
  });
  const paths = tree.slice(1).map(({ path }) => quote(path));
  return `# Completion of telltale for fish: telltale completion fish | source
function __telltale_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim "$at $word")
    contains -- $next ${paths.join(' ')}; and set at $next
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function fishOption({ names, description, takesValue, choices }: OptionNode): string {
  const parts = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : takesValue ? ' -r' : '';
  return `${parts.join(' ')}${value} -d ${quote(description)}`;
}

/** In single quotes, as all three shells read them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
