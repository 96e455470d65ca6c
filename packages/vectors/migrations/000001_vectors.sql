-- Vectors that are kept in Postgres. What they stand for (passages, episodes) is known to their owners only.

-- The one space of all vectors here, and which store keeps them. No row: none has been kept yet.
CREATE TABLE telltale_vectors.space (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  kept_by text NOT NULL CHECK (kept_by IN ('postgres', 'pgvector')),
  model text NOT NULL,
  dimensions integer NOT NULL CHECK (dimensions > 0)
);

-- For the exact search: all vectors of an owner in one row, as they are always read and replaced together.
CREATE TABLE telltale_vectors.matrix (
  owner text PRIMARY KEY,
  -- Another one whenever the row changes: by it a process knows whether what it has in memory is still right.
  version uuid NOT NULL DEFAULT gen_random_uuid(),
  point_count integer NOT NULL CHECK (point_count > 0),
  -- [{ id, tags }], in the order of their vectors.
  points jsonb NOT NULL,
  -- One after the other, of length 1, each number a float32 in little-endian order.
  vectors bytea NOT NULL
);

-- Such numbers hardly get smaller, so compressing them only takes time.
ALTER TABLE telltale_vectors.matrix ALTER COLUMN vectors SET STORAGE EXTERNAL;

-- pgvector's own table, telltale_vectors.point, is made when the number of dimensions is known.
