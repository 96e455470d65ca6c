/**
 * How big the things that leave the process may be. "Characters" are UTF-16 code units, as `String.length` counts them;
 * "bytes" are bytes of JSON text in UTF-8. Postgres prints `jsonb` with a blank after each `:` and `,` and writes numbers
 * out in full, so a CHECK on `octet_length(column::text)` needs more room than the number here.
 */
export const LIMITS = {
  /** JSON of an action's input. */
  actionInputBytes: 2_048,
  /** An action's output, as text. */
  actionOutputCharacters: 500,
  /** JSON of an event's `data`. */
  eventDataBytes: 8_192,
  /** A message, a log line, or any one string inside of JSON. */
  textCharacters: 2_000,
  /** What a person reads as the name of an item, a run or a file. */
  labelCharacters: 200,
  /** One key of a JSON object; also an error's name and code. */
  keyCharacters: 100,
  /** Items, or keys, of one JSON array or object. */
  children: 100,
  /** Arrays and objects inside of one another. */
  depth: 10,
  /** Items that `current` and `up next` name. */
  listedItems: 5,
  /** Errors that a failure names as its causes. */
  causes: 5,
  /** One of those causes. */
  causeCharacters: 500,
  /** The smallest byte limit that can be kept: below it there is no room to say what was cut. */
  minimumBytes: 64,
} as const;
