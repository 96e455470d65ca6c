-- Who may call the server. Of a secret only its SHA-256 is kept: each is 256 bits of chance, which nobody finds by trying,
-- so a slow hash would protect nothing.
CREATE DOMAIN telltale.role AS text CHECK (VALUE IN ('viewer', 'operator'));
CREATE DOMAIN telltale.digest AS bytea CHECK (octet_length(VALUE) = 32);

CREATE TABLE telltale.access_token (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name telltale.name NOT NULL,
  role telltale.role NOT NULL,
  digest telltale.digest NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX access_token_name ON telltale.access_token (name) WHERE revoked_at IS NULL;

-- What a browser has instead of the token that it logged in with. Good for nothing once that token is not.
CREATE TABLE telltale.access_session (
  digest telltale.digest PRIMARY KEY,
  token_id uuid NOT NULL REFERENCES telltale.access_token ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE INDEX access_session_by_token ON telltale.access_session (token_id);
CREATE INDEX access_session_by_end ON telltale.access_session (expires_at);

-- By the clock of the database, which is one for all servers.
CREATE FUNCTION telltale.token_state(token telltale.access_token) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN (token).revoked_at IS NOT NULL THEN 'revoked'
            WHEN (token).expires_at <= now() THEN 'expired'
            ELSE 'live' END;
