-- What comparisons need. Its forms are those of docs/reconciling.md, "Formats", and never change.

ALTER TABLE record_state ADD COLUMN bucket smallint;

-- Of what was written: the ids of the record's rows beside row_id, and the hash of each of its rows,
-- then of each of its arrays' rows. Both in the order of the mapping that written_blueprint names,
-- which also tells the tables; so a record of one row has one hash and nothing else here. Null where
-- no row stands, and where rows were written before hashes were noted: those are written anew.
ALTER TABLE record_state ADD COLUMN written_rows   uuid[];
ALTER TABLE record_state ADD COLUMN written_hashes uuid[]; -- a hash that is null: nobody knows it any more

-- Sums over the decided states of a bucket, in whatever order they came and went: high and low are
-- the halves of fingerprints, modulo 2^64.
CREATE TABLE bucket_sum (
  migration smallint NOT NULL,
  partition integer  NOT NULL,
  domain    varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  bucket    smallint NOT NULL,
  states    bigint   NOT NULL,
  live      bigint   NOT NULL,
  high      bigint   NOT NULL,
  low       bigint   NOT NULL,
  PRIMARY KEY (partition, domain, bucket, migration)
);

/* [jooq ignore start] */
CREATE FUNCTION bucket_of(tenant text, domain text, id text) RETURNS smallint
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN get_byte(sha256(convert_to(tenant, 'UTF8') || '\x00'::bytea || convert_to(domain, 'UTF8')
                         || '\x00'::bytea || convert_to(id, 'UTF8')), 0)::smallint;

CREATE FUNCTION fingerprint_of(tenant text, domain text, id text, at bigint, digest bytea) RETURNS bytea
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN sha256(convert_to(tenant, 'UTF8') || '\x00'::bytea || convert_to(domain, 'UTF8') || '\x00'::bytea
                || convert_to(id, 'UTF8') || '\x00'::bytea || int8send(at) || coalesce(digest, '\x'::bytea));

-- Eight bytes from there on, as a signed number.
CREATE FUNCTION eight_bytes(bytes bytea, start integer) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('x' || encode(substring(bytes FROM start FOR 8), 'hex'))::bit(64)::bigint;

-- A sum modulo 2^64, as a signed number.
CREATE FUNCTION wrapped(total numeric) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (mod(mod(total + 9223372036854775808, 18446744073709551616) + 18446744073709551616,
              18446744073709551616) - 9223372036854775808)::bigint;

UPDATE record_state SET bucket = bucket_of(tenant, domain, id);
ALTER TABLE record_state ALTER COLUMN bucket SET NOT NULL;

INSERT INTO bucket_sum
SELECT migration, partition, domain, bucket, count(*), count(digest),
       wrapped(sum(eight_bytes(fingerprint, 1))), wrapped(sum(eight_bytes(fingerprint, 9)))
  FROM (SELECT migration, partition, domain, bucket, digest,
               fingerprint_of(tenant, domain, id, decided_offset, digest) AS fingerprint
          FROM record_state
         WHERE decided_offset IS NOT NULL) AS decided
 GROUP BY migration, partition, domain, bucket;

-- Finds what is still to be written anew for its hashes; empty soon, and then it costs nothing.
CREATE INDEX record_state_without_hashes ON record_state (partition, migration)
 WHERE written_hashes IS NULL AND row_id IS NOT NULL;
/* [jooq ignore stop] */

-- Finds the records of a bucket. Begins otherwise than the key, as record_state_row_id does.
CREATE INDEX record_state_bucket ON record_state (bucket, partition, domain, migration);
