import type { Suite } from '../harness/suite.ts';
import { agentSuite } from './agent/suite.ts';
import { dashboardSuite } from './dashboard/suite.ts';
import { engineSuite } from './engine/suite.ts';
import { episodeSuite } from './episode/suite.ts';
import { ledgerSuite } from './ledger/suite.ts';
import { serverSuite } from './server/suite.ts';
import { vectorsSuite } from './vectors/suite.ts';

export const SUITES: readonly Suite[] = [
  ledgerSuite,
  engineSuite,
  serverSuite,
  agentSuite,
  vectorsSuite,
  episodeSuite,
  dashboardSuite,
];
