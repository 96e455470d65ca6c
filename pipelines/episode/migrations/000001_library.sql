-- What is known of episodes, and what was made of them. How runs go on is the ledger's matter; nothing here has a status.

CREATE TABLE telltale_episode.media (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- Where the artifact store has it.
  location text NOT NULL,
  bytes bigint NOT NULL,
  content_type text NOT NULL,
  -- When somebody last brought it, or submitted it: a file that is no episode's goes a while after that.
  wanted_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE telltale_episode.episode (
  id text PRIMARY KEY CHECK (id ~ '^[0-9a-z]{16}$'),
  title text CHECK (length(title) <= 500),
  show_name text CHECK (length(show_name) <= 255),
  description text,
  published_at timestamptz,
  image_url text,
  -- ISO 639-1, and ISO 3166-1 in lower case.
  language text CHECK (length(language) <= 10),
  country text CHECK (length(country) = 2),
  page_url text,
  -- What an uploaded file was called.
  file_name text CHECK (length(file_name) <= 255),
  canonical_url text,
  feed_url text,
  guid text CHECK (length(guid) <= 500),
  source_kind text NOT NULL DEFAULT 'unknown' CHECK (source_kind IN ('canonical', 'aggregator', 'unknown')),
  aggregator_provider text CHECK (length(aggregator_provider) <= 50),
  audio_url text CHECK (length(audio_url) <= 2000),
  audio_format text CHECK (length(audio_format) <= 10),
  -- Published transcripts and chapters, as the details named them: [{ url, type, language }] and a URL.
  transcripts jsonb NOT NULL DEFAULT '[]',
  chapters_url text,
  media text REFERENCES telltale_episode.media (sha256),
  -- The picture, as it was fetched: pages show what is kept here, and load nothing from elsewhere.
  cover text REFERENCES telltale_episode.media (sha256),
  duration_s double precision,
  -- What the file itself says: tags, codec, loudness.
  audio jsonb,
  summary text,
  -- For each step what it used, and why: { "transcribe": { "engine": …, "why": … }, … }.
  used jsonb NOT NULL DEFAULT '{}',
  -- When all of it was last made searchable.
  ready_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX episode_published ON telltale_episode.episode (published_at DESC NULLS LAST, id DESC);
CREATE INDEX episode_media ON telltale_episode.episode (media);
CREATE INDEX episode_cover ON telltale_episode.episode (cover);

-- By what an episode is recognised when it is submitted again, or found elsewhere.
CREATE TABLE telltale_episode.episode_source (
  kind text NOT NULL CHECK (kind IN ('url', 'guid', 'sha256')),
  value text NOT NULL,
  episode_id text NOT NULL REFERENCES telltale_episode.episode ON DELETE CASCADE,
  PRIMARY KEY (kind, value)
);
CREATE INDEX episode_source_episode ON telltale_episode.episode_source (episode_id);

-- Entries of feeds that were read for many episodes at once, so that each of them need not read the feed again.
CREATE TABLE telltale_episode.feed_entry (
  feed_url text NOT NULL,
  guid text NOT NULL,
  entry jsonb NOT NULL,
  fetched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (feed_url, guid)
);

CREATE TABLE telltale_episode.chapter (
  episode_id text NOT NULL REFERENCES telltale_episode.episode ON DELETE CASCADE,
  index integer NOT NULL,
  start_s double precision NOT NULL,
  title text NOT NULL,
  url text,
  image_url text,
  PRIMARY KEY (episode_id, index)
);

CREATE TABLE telltale_episode.segment (
  episode_id text NOT NULL REFERENCES telltale_episode.episode ON DELETE CASCADE,
  index integer NOT NULL,
  start_s double precision NOT NULL,
  end_s double precision NOT NULL,
  text text NOT NULL,
  speaker text,
  -- [{ word, start, end, confidence? }], where the engine gives them.
  words jsonb,
  PRIMARY KEY (episode_id, index)
);

CREATE TABLE telltale_episode.chunk (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  episode_id text NOT NULL REFERENCES telltale_episode.episode ON DELETE CASCADE,
  index integer NOT NULL,
  text text NOT NULL,
  start_s double precision NOT NULL,
  end_s double precision NOT NULL,
  segment_start integer NOT NULL,
  segment_end integer NOT NULL,
  -- What `extract` found and `resolve` has not taken yet: [{ type, name, context, start }]. NULL: nothing was looked for.
  found jsonb,
  -- `simple`, as languages differ from episode to episode.
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED,
  UNIQUE (episode_id, index)
);
CREATE INDEX chunk_search ON telltale_episode.chunk USING gin (search);

CREATE TABLE telltale_episode.entity_type (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9_]{0,63}$'),
  name text NOT NULL,
  wikidata_id text,
  description text NOT NULL DEFAULT '',
  examples jsonb NOT NULL DEFAULT '[]',
  is_active boolean NOT NULL DEFAULT true,
  musicbrainz_table text,
  musicbrainz_filter text
);

CREATE TABLE telltale_episode.entity (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text NOT NULL REFERENCES telltale_episode.entity_type,
  name text NOT NULL,
  -- The name as it is compared: one entity, however it is written.
  name_key text NOT NULL,
  wikidata_id text,
  musicbrainz_id text,
  wikidata_status text NOT NULL DEFAULT 'pending' CHECK (wikidata_status IN ('pending', 'resolved', 'not_found', 'failed')),
  wikidata_attempts integer NOT NULL DEFAULT 0,
  wikidata_attempted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (type, name_key)
);
-- By its words: of 50,000 people those who may be meant by 200 names are found in 11 ms, and without it in 17 s.
CREATE INDEX entity_words ON telltale_episode.entity USING gin (string_to_array(name_key, ' '));
CREATE INDEX entity_musicbrainz ON telltale_episode.entity (musicbrainz_id) WHERE musicbrainz_id IS NOT NULL;

CREATE TABLE telltale_episode.mention (
  entity_id bigint NOT NULL REFERENCES telltale_episode.entity ON DELETE CASCADE,
  chunk_id bigint NOT NULL REFERENCES telltale_episode.chunk ON DELETE CASCADE,
  context text,
  start_s double precision,
  PRIMARY KEY (entity_id, chunk_id)
);
CREATE INDEX mention_chunk ON telltale_episode.mention (chunk_id);

-- Answers of services that ask not to be asked again for a while.
CREATE TABLE telltale_episode.lookup_answer (
  service text NOT NULL,
  question text NOT NULL,
  answer jsonb NOT NULL,
  fetched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service, question)
);

-- What has to go from outside of this database because its episode went. It stays here until it is gone.
CREATE TABLE telltale_episode.removal (
  kind text NOT NULL CHECK (kind IN ('vectors', 'media')),
  key text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  PRIMARY KEY (kind, key)
);
