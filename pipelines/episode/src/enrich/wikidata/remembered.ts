import type { Pool } from 'pg';

/** A week: names and kinds of things change seldom. */
const REMEMBERED_S = 604_800;

/** The answer of a service to a question that it was asked within a week; else asks it, and remembers what it says. */
export async function remembered<T>(
  pool: Pool,
  { service, question }: { readonly service: string; readonly question: string },
  ask: () => Promise<T>,
): Promise<T> {
  const { rows } = await pool.query<{ answer: T }>(
    `SELECT answer FROM telltale_episode.lookup_answer
      WHERE service = $1 AND question = $2 AND fetched_at > now() - make_interval(secs => $3)`,
    [service, question, REMEMBERED_S],
  );
  const [known] = rows;
  if (known !== undefined) return known.answer;
  const answer = await ask();
  await pool.query(
    `INSERT INTO telltale_episode.lookup_answer (service, question, answer) VALUES ($1, $2, $3)
     ON CONFLICT (service, question) DO UPDATE SET answer = excluded.answer, fetched_at = now()`,
    [service, question, JSON.stringify(answer)],
  );
  return answer;
}

/** Forgets answers that are too old to be given. Any number of processes may do so at once. */
export async function forgetOldAnswers(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM telltale_episode.lookup_answer WHERE (service, question) IN (
       SELECT service, question FROM telltale_episode.lookup_answer
        WHERE fetched_at <= now() - make_interval(secs => $1) FOR UPDATE SKIP LOCKED)`,
    [REMEMBERED_S],
  );
}
