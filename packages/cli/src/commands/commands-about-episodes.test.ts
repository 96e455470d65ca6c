import { definePipeline } from '@telltale/engine';
import { inTransaction, registerRun } from '@telltale/ledger';
import type { Library } from '@telltale/server';
import { testDatabase } from '@telltale/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cliRig } from '../../test/rig.ts';

const ID = 'k3v9x0q2m7c4a1zd';
const AT = '2026-11-21T03:14:15.926Z';
const asked: unknown[] = [];

const summary = {
  ...{ episodeId: ID, title: 'The lamp\u001b[31m', showName: 'The Coast', description: null, publishedAt: AT },
  ...{ durationS: 3_725, language: 'en', imageUrl: null, coverUrl: null, audioUrl: 'https://cast.example/1.mp3' },
  ...{ readyAt: AT, createdAt: AT },
};

const entity = {
  ...{ entityId: 7, type: 'person', name: 'Augustin Fresnel', wikidataId: 'Q81365', musicbrainzId: null },
  ...{ wikidataStatus: 'resolved' as const, mentions: 12, episodes: 3 },
};

const episode = {
  ...summary,
  ...{ pageUrl: 'https://cast.example/1', canonicalUrl: null, feedUrl: null, guid: null, country: null },
  ...{ sourceKind: 'canonical' as const, aggregatorProvider: null, audioFormat: 'mp3', audioFacts: null },
  audio: { path: `/api/v1/episodes/${ID}/audio`, contentType: 'audio/mpeg', bytes: 12_300_000 },
  chapters: [{ startS: 65, title: 'The tower', url: null, imageUrl: null }],
  ...{ segments: 2, passages: 1, summary: 'It is about a lamp.\nAnd a machine.' },
  entities: [{ ...entity, mentions: 2, firstS: 70 }],
  used: {
    fetch_details: { with: 'the feed', why: 'it is there', edited: ['title', 'country'], editedBy: 'ann' },
    transcribe: { with: 'PocketSphinx', why: 'nothing better is there' },
  },
};

const hit = {
  ...{ passageId: 1, startS: 65.4, endS: 125, speakers: ['Ruth'], entities: [], score: 0.03, similarity: 0.7 },
  episode: { ...summary, publishedAt: AT },
  text: 'A lamp on the machine.',
  highlights: [{ start: 2, end: 6 }],
  ranks: { words: 1, meaning: 2 },
  ...{ link: `/episodes/${ID}?t=65`, audioUrl: `/api/v1/episodes/${ID}/audio#t=65` },
};

let degraded: string | null = null;
let hits: (typeof hit)[] = [hit];
let inFlight: { readonly episodeId: string; readonly runId: string }[] = [];

const library: Library = {
  listEpisodes: async (page) => {
    asked.push(page);
    // Three pages of as many as are asked for.
    const number = Number(page.cursor ?? 1);
    const episodes = Array.from({ length: page.limit }, () => summary);
    return { episodes, nextCursor: number === 3 ? null : String(number + 1) };
  },
  getEpisode: async () => episode,
  getTranscript: async () => ({
    language: 'en',
    segments: [
      { index: 0, startS: 0, endS: 2, text: 'Welcome.', speaker: 'Ruth', words: null },
      { index: 1, startS: 2, endS: 4, text: 'To the lamp.', speaker: 'Ruth', words: null },
    ],
  }),
  editEpisode: async ({ changes, by }) => {
    asked.push({ changes, by });
    return { ...episode, ...(changes as Partial<typeof episode>) };
  },
  deleteEpisode: async ({ episodeId }) => ({
    episodeId,
    left: [{ kind: 'vectors', key: ID, askedAt: AT, attempts: 1, lastError: 'Qdrant is away' }],
  }),
  listRemovals: async () => ({ removals: [] }),
  searchPassages: async (question) => {
    asked.push(question);
    return { hits, degraded, tookMs: 1 };
  },
  reindex: async ({ by }) => {
    asked.push(by);
    return { embedder: 'USE-lite', store: 'Postgres\u001b[31m', started: 3, fromTheStart: 1, inFlight };
  },
  listEntities: async (page) => {
    asked.push(page);
    return { entities: [entity], nextCursor: null };
  },
  getEntity: async () => ({ ...entity, mentionedAt: [], nextCursor: null }),
  lookUpEntity: async (question) => {
    asked.push(question);
    const url = 'https://www.wikidata.org/wiki/Q81365';
    return { candidates: [{ wikidataId: 'Q81365', name: 'Fresnel', description: 'French engineer', url }] };
  },
  getAudio: () => Promise.reject(new Error('it is not asked for')),
  getCover: () => Promise.reject(new Error('it is not asked for')),
  getTranscriptFile: () => Promise.reject(new Error('it is not asked for')),
  receiveUpload: () => Promise.reject(new Error('it is not asked for')),
};

const enrich = definePipeline({
  name: 'enrich',
  version: '1',
  input: z.strictObject({ pending: z.literal(true), retryFailed: z.boolean().optional(), limit: z.int().optional() }),
  subject: () => 'all',
  steps: ['look_up'],
  run: async () => undefined,
});

const db = testDatabase();
const rig = cliRig(db, { library, pipelines: [enrich] });

beforeEach(() => {
  asked.length = 0;
  degraded = null;
  hits = [hit];
  inFlight = [];
});

describe('episodes', () => {
  it('lists them as a table, in which nothing steers the terminal', async () => {
    const { stdout, stderr, exitCode } = await rig.run('episodes', '--show', 'The Coast', '--all', '-n', '1');
    const [head, row] = stdout.split('\n');
    expect(head).toMatch(/^EPISODE +PUBLISHED +LENGTH +READY +SHOW +TITLE$/);
    expect(row).toMatch(new RegExp(`^${ID} +2026-11-21 +1:02:05 +2026-11-2\\d +The Coast +The lamp$`));
    expect(stderr).toBe('There are more: see them with --limit.\n');
    expect(exitCode).toBe(0);
    expect(asked).toEqual([{ show: 'The Coast', all: true, limit: 1 }]);
  });

  it('goes on page by page until it has as many as were asked for', async () => {
    const { stdout } = await rig.run('episodes', '-n', '700', '--json');
    expect(stdout.trimEnd().split('\n')).toHaveLength(700);
    expect(asked).toMatchObject([{ limit: 500 }, { limit: 200, cursor: '2' }]);
  });
});

describe('episode show', () => {
  it('tells where it is from, what made it, what is in it, and its runs', async () => {
    const { stdout } = await rig.run('episode', 'show', ID);
    expect(stdout).toMatch(/^The lamp {2}The Coast\n\nepisode +k3v9x0q2m7c4a1zd\n/);
    expect(stdout).toContain('length      1:02:05\n');
    expect(stdout).toContain('audio       audio/mpeg, 12.3 MB\n');
    expect(stdout).toContain('transcript  2 segments, 1 passage to be found\n');
    expect(stdout).toContain('\nSummary\nIt is about a lamp.\nAnd a machine.\n');
    expect(stdout).toContain('\nChapters\n  1:05  The tower\n');
    expect(stdout).toContain(
      '\nMade with\n  fetch_details the feed: it is there; edited by ann: title, country\n  transcribe    PocketSphinx: nothing better is there\n',
    );
    expect(stdout).toContain('\nMentioned\n  Augustin Fresnel  person, 2 mentions, first at 1:10\n');
  });

  it('gives all of it as JSON, with its runs', async () => {
    const { stdout } = await rig.run('episode', 'show', ID, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ episodeId: ID, used: { transcribe: {} }, runs: [] });
  });

  it('prints the transcript with times', async () => {
    const { stdout } = await rig.run('episode', 'show', ID, '--transcript');
    expect(stdout).toBe('   0:00  Ruth: Welcome.\n   0:02  To the lamp.\n');
    const { stdout: json } = await rig.run('episode', 'show', ID, '--transcript', '--json');
    expect(
      json
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).text),
    ).toEqual(['Welcome.', 'To the lamp.']);
  });
});

describe('episode edit', () => {
  const steps = ['fetch_details', 'download', 'transcribe'];

  /** A run of the episode that failed in a step. */
  async function failed(subject: string, step: string | null): Promise<string> {
    return await inTransaction(db.pool(), async (transaction) => {
      const run = { pipeline: 'episode', subject, version: '1', steps };
      const { runId } = await registerRun(transaction, run);
      await transaction.query(
        `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name) VALUES ($1, 'ERROR', 'episode', 'episode')`,
        [runId],
      );
      if (step !== null) {
        await transaction.query(
          `UPDATE telltale.progress
              SET step = $2, step_number = 1, step_attempt = 1, step_started_at = now() WHERE run_id = $1`,
          [runId, step],
        );
      }
      return runId;
    });
  }

  it('changes only what is given, removes what is empty, and says what it is now', async () => {
    const runId = await failed(ID, 'download');
    const { stdout, stderr, exitCode } = await rig.run(
      ...['episode', 'edit', ID, '--title', 'The tower', '--country', '', '--audio-url', 'https://a.example/1'],
    );
    const changes = { title: 'The tower', country: null, audioUrl: 'https://a.example/1' };
    expect(asked).toEqual([{ changes, by: 'local' }]);
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: [
        `Corrected episode ${ID}:`,
        '  title       The tower',
        '  country     removed',
        '  audio       https://a.example/1',
        `Go on with: telltale retry ${runId}`,
        '',
      ].join('\n'),
      ...{ stderr: '', exitCode: 0 },
    });
  });

  it.for([
    ['title', 'transcribe', 'retry RUN', false],
    ['audio-url', 'transcribe', 'rerun RUN download', false],
    ['audio-url', 'fetch_details', 'retry RUN', true],
    ['title', null, 'retry RUN', true],
  ] as const)('of its %s, after a run that failed in %s, goes on with %s', async ([field, step, command, isRead]) => {
    const subject = `${field.slice(0, 5)}${step ?? 'none'}`
      .replaceAll(/[^a-z]/g, '')
      .slice(0, 16)
      .padEnd(16, '0');
    const runId = await failed(subject, step);
    const { stdout, stderr } = await rig.run('episode', 'edit', subject, `--${field}`, 'https://a.example/2');
    expect(stdout).toContain(`\nGo on with: telltale ${command.replace('RUN', runId)}\n`);
    expect(stderr).toBe(isRead ? 'That reads the details anew: what it finds takes the place of this.\n' : '');
  });

  it('of an episode without a run goes on with a new one', async () => {
    const { stdout } = await rig.run('episode', 'edit', 'z'.repeat(16), '--title', 'The tower');
    expect(stdout).toContain(`\nGo on with: telltale submit episode --set episodeId=${'z'.repeat(16)}\n`);
  });

  it('gives the episode as JSON', async () => {
    const { stdout } = await rig.run('episode', 'edit', ID, '--title', 'The tower', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ episodeId: ID, title: 'The tower' });
  });

  it('changes nothing where nothing is given, or where that cannot be', async () => {
    const nothing = await rig.run('episode', 'edit', ID);
    expect(nothing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Nothing was changed') });
    const wrong = await rig.run('episode', 'edit', ID, '--published-at', 'yesterday');
    expect(wrong.stderr).toContain('publishedAt: expected a day');
    expect({ isRefused: wrong.exitCode !== 0, asked }).toEqual({ isRefused: true, asked: [] });
  });
});

describe('episode delete', () => {
  it('deletes nothing unless that is really meant', async () => {
    const { stderr, exitCode } = await rig.run('episode', 'delete', ID);
    expect(stderr).toContain('Nothing was deleted: The lamp, with a transcript of 2 segments, needs --yes.');
    expect(exitCode).toBe(2);
  });

  it('says what is gone, and what could not be removed yet', async () => {
    const { stdout, stderr, exitCode } = await rig.run('episode', 'delete', ID, '--yes');
    expect(stdout).toBe(`Deleted episode ${ID}.\n`);
    expect(stderr).toBe('Its vectors could not be removed yet: Qdrant is away. Workers go on trying.\n');
    expect(exitCode).toBe(0);
  });
});

describe('search', () => {
  it('prints passages with their place and a link that plays there', async () => {
    const { stdout } = await rig.run('search', 'lamp', 'machine', '--entity', '7', '--from', '2026-01-01');
    expect(stdout).toBe(
      [
        'The lamp  The Coast',
        '  1:05–2:05  Ruth',
        '  A lamp on the machine.',
        `  ${rig.url}/api/v1/episodes/${ID}/audio#t=65`,
        '',
        '1 passage',
        '',
      ].join('\n'),
    );
    expect(asked).toMatchObject([
      { text: 'lamp machine', entity: 7, from: '2026-01-01T00:00:00.000Z', mode: 'hybrid' },
    ]);
  });

  it('says that less was searched than was asked for, and that nothing was found', async () => {
    degraded = 'Only words were searched, not meaning: the model is gone.';
    hits = [];
    const { stdout, stderr } = await rig.run('search', 'lamp');
    expect(stdout).toBe('Nothing was found.\n');
    expect(stderr).toBe(`${degraded}\n`);
  });

  it('gives hits as JSON, and refuses what it cannot be asked', async () => {
    const { stdout } = await rig.run('search', 'lamp', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ startS: 65.4, highlights: [{ start: 2, end: 6 }] });
    const wrong = await rig.run('search', 'lamp', '--limit', '1000');
    expect(wrong.stderr).toContain('limit');
    expect(wrong.exitCode).not.toBe(0);
    expect((await rig.run('search', 'lamp', '--mode', 'magic')).exitCode).toBe(2);
  });
});

describe('reindex', () => {
  it('removes nothing unless that is really meant', async () => {
    const { stderr, exitCode } = await rig.run('reindex');
    expect(stderr).toContain('Nothing was removed');
    expect({ exitCode, asked }).toEqual({ exitCode: 2, asked: [] });
  });

  it('says how many runs make the vectors anew, with what, and who was left out', async () => {
    inFlight = Array.from({ length: 12 }, (_, index) => ({ episodeId: ID, runId: `episode-${ID}-run-${index}` }));
    const { stdout, stderr, exitCode } = await rig.run('reindex', '--yes');
    expect(stdout).toBe(
      'Removed all vectors, and started 3 runs that make them anew.\n  with USE-lite\n  in   Postgres\n',
    );
    expect(stderr).toContain('From the first step, as no earlier run was left to go on from: 1 episode.\n');
    expect(stderr).toContain('Left out, as a run is in flight that makes them itself: 12 episodes.\n');
    expect(stderr).toContain(`  ${ID}  episode-${ID}-run-0\n`);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('  and 2 more: telltale runs --pipeline episode');
    expect(exitCode).toBe(0);
  });
});

it('entities lists who and what is mentioned', async () => {
  const { stdout } = await rig.run('entities', '--type', 'person', '--text', 'fres');
  expect(stdout).toMatch(
    /^ENTITY +NAME +TYPE +MENTIONS +EPISODES +WIKIDATA\n +7 +Augustin Fresnel +person +12 +3 +Q81365\n$/,
  );
  expect(asked).toEqual([{ type: 'person', text: 'fres', limit: 20 }]);
});

it('lookup asks who a name may stand for', async () => {
  const { stdout } = await rig.run('lookup', 'Augustin-Jean', 'Fresnel', '--type', 'person');
  expect(stdout).toContain('Q81365    Fresnel  French engineer\n');
  expect(asked).toEqual([{ name: 'Augustin-Jean Fresnel', type: 'person' }]);
});

it('enrich submits a run for what was left', async () => {
  const { stdout, exitCode } = await rig.run('enrich', '--retry-failed', '--limit', '100');
  expect(stdout).toMatch(/^Started enrich-all-run-1\n/);
  expect(exitCode).toBe(0);
  const { view } = await rig.api.getRunView({ runId: 'enrich-all-run-1' });
  expect(view.input).toEqual({ pending: true, retryFailed: true, limit: 100 });
});
