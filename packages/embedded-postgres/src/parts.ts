// What another keeper of Postgres servers needs of this one. For the tests; nothing here is promised to stay.
export { embeddedBinFolder } from './binaries.ts';
export { connectionUrl, HOST } from './connection-url.ts';
export { freePort } from './free-port.ts';
export { initialiseCluster, type Settings, writeSettings } from './initialise-cluster.ts';
export { Postmaster, type PostmasterParts, type ShutdownMode } from './postmaster.ts';
export { childProcessIds } from './processes.ts';
export { reachableBinaries } from './reachable-binaries.ts';
export { attachReaper, type Reaper } from './reaper.ts';
export { runProgram } from './run-program.ts';
export { postgresUser, type SystemUser } from './system-user.ts';
export { writeOwnedFile } from './write-owned-file.ts';
