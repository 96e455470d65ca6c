import { wrongInput } from './qdrant-error.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** A condition on one field of the payload. Conditions of other kinds are refused. */
interface Condition {
  readonly key: string;
  readonly match?: { readonly value?: unknown; readonly any?: readonly unknown[] };
  readonly range?: { readonly lt?: number; readonly gt?: number; readonly lte?: number; readonly gte?: number };
}

export interface Filter {
  readonly must?: readonly Condition[];
  readonly should?: readonly Condition[];
  readonly must_not?: readonly Condition[];
}

/** Whether a payload passes: all of `must`, one of `should` if there are any, none of `must_not`. */
export function passes({ must = [], should = [], must_not = [] }: Filter, payload: Payload): boolean {
  const meets = (condition: Condition): boolean => meetsCondition(condition, payload);
  return must.every(meets) && (should.length === 0 || should.some(meets)) && !must_not.some(meets);
}

/** A field that is a list meets what one of its values meets. */
function meetsCondition({ key, match, range }: Condition, payload: Payload): boolean {
  const field = payload[key];
  const values = Array.isArray(field) ? field : field === undefined ? [] : [field];
  if (match?.any !== undefined) return values.some((value) => match.any?.includes(value));
  if (match?.value !== undefined) return values.includes(match.value);
  if (range === undefined) throw wrongInput('this stand-in knows only `match` and `range`');
  const { lt = Infinity, lte = Infinity, gt = -Infinity, gte = -Infinity } = range;
  return values.some((value) => typeof value === 'number' && value < lt && value <= lte && value > gt && value >= gte);
}
