import { anyRunId, runIdOf } from '../past/fill-past.ts';

/** A request that is made again and again. */
export interface RequestKind {
  readonly name: string;
  /** As the report names it. */
  readonly title: string;
  /** Below the API's path; `runs`: how many there are. */
  path(runs: number): string;
}

/** The same for each request of a kind that asks again. */
const ONE_RUN = runIdOf(1);

export const REQUEST_KINDS: readonly RequestKind[] = [
  { name: 'get-runs', title: '/runs', path: () => '/runs' },
  { name: 'get-runs-verdict', title: '/runs?verdict=stuck,orphaned', path: () => '/runs?verdict=stuck,orphaned' },
  {
    name: 'get-runs-text',
    title: '/runs?text=word…',
    path: () => `/runs?text=word${Math.floor(Math.random() * 5_000)}`,
  },
  { name: 'get-counts', title: '/runs/counts', path: () => '/runs/counts' },
  { name: 'get-run', title: '/runs/{id}', path: (runs) => `/runs/${anyRunId(runs)}` },
  { name: 'get-current', title: '/runs/{id}/current, any run', path: (runs) => `/runs/${anyRunId(runs)}/current` },
  { name: 'get-current-again', title: '/runs/{id}/current, one run', path: () => `/runs/${ONE_RUN}/current` },
  { name: 'get-view', title: '/runs/{id}/view, any run', path: (runs) => `/runs/${anyRunId(runs)}/view` },
  { name: 'get-view-again', title: '/runs/{id}/view, one run', path: () => `/runs/${ONE_RUN}/view` },
];

/** Those of which the rate is measured as well. */
export const RATE_KINDS: readonly RequestKind[] = REQUEST_KINDS.filter(({ name }) =>
  ['get-runs', 'get-run'].includes(name),
).map((kind) => ({ ...kind, name: kind.name.replace('get-', 'rate-') }));
