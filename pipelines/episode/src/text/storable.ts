/** Plain data with all of its texts of characters that Postgres stores: JSON has NUL and halves of characters, `jsonb` has not. */
export function storable<T>(data: T): T {
  const tidy = (_key: string, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', ' ').toWellFormed() : value;
  return JSON.parse(JSON.stringify(data), tidy) as T;
}
