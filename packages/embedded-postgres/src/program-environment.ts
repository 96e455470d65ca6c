/** How to find programs, libraries and a place for temporary files. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR'];

/**
 * The environment of Postgres's programs. They get little of this process's own: it can hold keys and tokens, which the user
 * that they run as could then read.
 */
export function programEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return { ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)), LC_ALL: 'C', ...more };
}
