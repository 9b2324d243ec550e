/**
 * The bucket of a tenant, the same as on every server and for ever (docs/cutover.md): MurmurHash3
 * x86 32, seed 0, over the UTF-8 bytes of `salt + ":" + tenant`, unsigned, modulo 10,000.
 *
 * Over the bytes, not over UTF-16 units: an id need not be ASCII. Ids hold no unpaired surrogates,
 * because ingest refuses them.
 */

/** As many buckets as basis points. */
export const BUCKETS = 10_000;

const encoder = new TextEncoder();

/**
 * @param {string} salt the migration's
 * @param {string} tenant
 * @returns {number} between 0 and 9,999; in the cohort when it is below the share
 */
export function bucket(salt, tenant) {
  return hash(encoder.encode(`${salt}:${tenant}`)) % BUCKETS;
}

/**
 * MurmurHash3 x86 32 with seed 0.
 *
 * @param {Uint8Array} bytes
 * @returns {number} unsigned
 */
export function hash(bytes) {
  const whole = bytes.length & ~3;
  let h = 0;
  for (let i = 0; i < whole; i += 4) {
    h ^= scramble(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= whole; i--) {
    rest = (rest << 8) | bytes[i];
  }
  if (bytes.length > whole) {
    h ^= scramble(rest);
  }
  return finish(h ^ bytes.length);
}

/** @param {number} k four bytes, little-endian */
function scramble(k) {
  k = Math.imul(k, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  return Math.imul(k, 0x1b873593);
}

/** @param {number} h */
function finish(h) {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
