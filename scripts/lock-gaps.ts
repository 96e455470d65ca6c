/** One entry of `packages` in package-lock.json. */
interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The optional dependencies that a lock file's packages ask for and the lock file does not hold. npm leaves one out
 * without a word when the registry lacks its version for some other platform; `npm ci` then refuses the lock file
 * ("Missing: … from lock file") or a machine of that platform installs without its binary.
 */
export function lockGaps(packages: Readonly<Record<string, LockedPackage>>): string[] {
  const locked = new Set(Object.keys(packages).map(nameOf));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !locked.has(name))
      .map(([name, version]) => `${nameOf(path)} asks for ${name}@${version}`),
  );
}

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
function nameOf(path: string): string {
  return path.split('node_modules/').at(-1) ?? path;
}
