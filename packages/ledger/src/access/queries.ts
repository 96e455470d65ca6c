const TOKEN = `
  t.id, t.name, t.role, telltale.token_state(t) AS state, t.created_at, t.last_used_at, t.expires_at, t.revoked_at`;

const LIVE = `telltale.token_state(t) = 'live'`;

/** Whether the use of a token has to be noted. */
const DUE = `(t.last_used_at IS NULL OR t.last_used_at <= now() - interval '1 minute')`;

/** One that has expired gives up its name. */
export const FREE_NAME = `
  UPDATE telltale.access_token t SET revoked_at = now()
   WHERE t.name = $1 AND telltale.token_state(t) = 'expired'`;

export const INSERT_TOKEN = `
  INSERT INTO telltale.access_token AS t (name, role, digest, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
  RETURNING ${TOKEN}`;

export const LIST_TOKENS = `SELECT ${TOKEN} FROM telltale.access_token t ORDER BY t.created_at, t.id`;

export const COUNT_TOKENS = `SELECT count(*)::integer AS count FROM telltale.access_token t WHERE t.role = $1 AND ${LIVE}`;

/** The name comes first: it can be that of one token and the id of another. One that was revoked before stays as it was. */
export const REVOKE_TOKEN = `
  WITH found AS (
    SELECT t.id FROM telltale.access_token t
     WHERE (t.name = $1 AND t.revoked_at IS NULL) OR t.id::text = $1
     ORDER BY t.id::text = $1 LIMIT 1
  ), ended AS (
    DELETE FROM telltale.access_session s USING found WHERE s.token_id = found.id
  )
  UPDATE telltale.access_token t SET revoked_at = coalesce(t.revoked_at, now())
    FROM found WHERE t.id = found.id
  RETURNING ${TOKEN}`;

export const FIND_TOKEN = `SELECT ${TOKEN}, ${DUE} AS due FROM telltale.access_token t WHERE t.digest = $1 AND ${LIVE}`;

export const NOTE_USE = `UPDATE telltale.access_token t SET last_used_at = now() WHERE t.id = $1 AND ${DUE}`;

/** No session outlives its token. */
export const START_SESSION = `
  WITH removed AS (DELETE FROM telltale.access_session s WHERE s.expires_at <= now()), started AS (
    INSERT INTO telltale.access_session AS s (digest, token_id, expires_at)
    SELECT $2, t.id, least(now() + interval '7 days', t.expires_at)
      FROM telltale.access_token t WHERE t.digest = $1 AND ${LIVE}
    RETURNING s.token_id, s.expires_at
  )
  SELECT ${TOKEN}, ${DUE} AS due, s.expires_at AS ends_at FROM started s JOIN telltale.access_token t ON t.id = s.token_id`;

export const FIND_SESSION = `
  SELECT ${TOKEN}, ${DUE} AS due, s.expires_at AS ends_at
    FROM telltale.access_session s JOIN telltale.access_token t ON t.id = s.token_id
   WHERE s.digest = $1 AND s.expires_at > now() AND ${LIVE}`;

export const END_SESSION = `DELETE FROM telltale.access_session WHERE digest = $1`;
