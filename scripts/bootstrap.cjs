// Makes a fresh clone ready: the dependencies of the lock file, Node 24, and a word on what the system lacks.
// Runs before `npm test`, `npm start` and the like, under whatever Node the machine has (18 or newer), hence plain
// CommonJS without dependencies. When all is in place it says nothing and costs a few milliseconds.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, statSync } = require('node:fs');
const { delimiter, join } = require('node:path');

const NODE_MAJOR = 24;

/**
 * @typedef {{ name: string, debian: string, why: string }} Program
 * @typedef {{ root: boolean, apt: boolean, ci: boolean, path: string }} Machine
 */

/**
 * System programs that the project calls, with the Debian package that holds each. None yet: the test Postgres comes
 * from npm and runs, for root, as a user that every system has.
 * @type {Program[]}
 */
const PROGRAMS = [];

/** @param {string} file */
const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Whether node_modules is missing, or lacks something that package-lock.json lists. The contents decide, because a
 * checkout can renew the lock file's date without changing it.
 * @param {string} root
 */
function needsInstall(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  const wantedFile = join(root, 'package-lock.json');
  if (!existsSync(installedFile)) return true;
  if (statSync(installedFile).mtimeMs >= statSync(wantedFile).mtimeMs) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(wantedFile)).some(([path, wanted]) => {
    if (path === '') return false;
    const found = installed[path];
    return found ? found.version !== wanted.version : !wanted.optional && !wanted.devOptional;
  });
}

/** @param {string} root */
function install(root) {
  const started = Date.now();
  process.stderr.write('Installing the dependencies listed in package-lock.json (up to a minute) … ');
  // `--include=dev`: with NODE_ENV=production npm would leave out Node and the test runner.
  npm(root, ['ci', '--include=dev']);
  if (!process.version.startsWith(`v${NODE_MAJOR}.`) && projectNodeVersion(root)) {
    // npm leaves out, without a word, optional packages that do not suit the Node it runs on: on an old one, the
    // binaries of some tools. A second pass on the Node that is there by now fetches them.
    npm(root, ['install', '--include=dev', '--no-save']);
  }
  process.stderr.write(`done in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

/**
 * Runs npm, on the project's Node once that is installed. Shows what npm says only if it fails.
 * @param {string} root
 * @param {string[]} args
 */
function npm(root, args) {
  const run = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (run.status === 0) return;
  process.stderr.write(`failed.\n${run.error ? `${run.error.message}\n` : `${run.stdout}${run.stderr}`}`);
  throw new Error(`\`npm ${args[0]}\` failed. Put right what npm says above, then run the same command again.`);
}

/**
 * The version of the Node that npm scripts get, for example `v24.21.0`; undefined without one.
 * @param {string} root
 */
function projectNodeVersion(root) {
  const node = spawnSync(join(root, 'node_modules', '.bin', 'node'), ['--version'], { encoding: 'utf8' });
  return node.status === 0 ? node.stdout.trim() : undefined;
}

/**
 * Why the project's Node will not do and what to do about it; undefined if it will do.
 * @param {string | undefined} version
 */
function nodeComplaint(version) {
  if (version?.startsWith(`v${NODE_MAJOR}.`)) return undefined;
  const found = version ? `is ${version}` : 'does not run';
  return (
    `Telltale runs on Node ${NODE_MAJOR}, but node_modules/.bin/node ${found}. ` +
    'The npm package "node" fetches it with an install script. If your npm blocks install scripts, allow this one:\n' +
    '  npm rebuild node --ignore-scripts=false'
  );
}

/**
 * @param {string} name
 * @param {string} path
 */
function isOnPath(name, path) {
  return path.split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/**
 * @param {Program[]} programs
 * @param {string} path
 */
function missingPrograms(programs, path) {
  return programs.filter((program) => !isOnPath(program.name, path));
}

/** @param {Program[]} programs */
function debianPackages(programs) {
  return [...new Set(programs.map((program) => program.debian))];
}

/**
 * One line: what is missing, what for, and how to get it.
 * @param {Program[]} missing
 */
function missingLine(missing) {
  const names = missing.map(({ name, why }) => `${name} (${why})`).join(', ');
  return `Missing system programs: ${names}. On Debian or Ubuntu: apt-get install ${debianPackages(missing).join(' ')}`;
}

/** @returns {Machine} */
function inspectMachine() {
  const path = process.env.PATH ?? '';
  return { root: process.getuid?.() === 0, apt: isOnPath('apt-get', path), ci: process.env.CI === 'true', path };
}

/** @param {string[]} packages */
function aptInstall(packages) {
  process.stderr.write(`Installing system packages: ${packages.join(' ')}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/**
 * Gets missing programs by itself where that is safe to do (CI, as root, with apt), and tells of those still missing.
 * @param {Program[]} programs
 * @param {Machine} machine
 */
function providePrograms(programs, machine, { installPackages = aptInstall, say = writeLine } = {}) {
  const missing = missingPrograms(programs, machine.path);
  if (missing.length === 0) return;
  if (machine.ci && machine.root && machine.apt) installPackages(debianPackages(missing));
  const stillMissing = missingPrograms(missing, machine.path);
  if (stillMissing.length > 0) say(missingLine(stillMissing));
}

/** @param {string} line */
function writeLine(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} root */
function bootstrap(root) {
  if (needsInstall(root)) install(root);
  const complaint = nodeComplaint(projectNodeVersion(root));
  if (complaint) throw new Error(complaint);
  providePrograms(PROGRAMS, inspectMachine());
}

module.exports = { needsInstall, nodeComplaint, providePrograms };

if (require.main === module) {
  try {
    bootstrap(join(__dirname, '..'));
  } catch (error) {
    writeLine(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
