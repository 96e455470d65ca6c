import type { OutputUnit } from '@cfworker/json-schema';
import type { Fault } from '@telltale/api';
import { text } from '../../../text/text.ts';
import type { JsonSchema } from './json-schema.ts';
import { validate } from './validate.ts';

/** Faults that only say that there are some further in. */
const OUTER = new Set(['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'allOf']);

/** What is wrong with an input before it is sent, each at its field; empty if the server may judge it. */
export function findFaults(schema: JsonSchema, input: unknown): readonly Fault[] {
  let found: readonly OutputUnit[];
  try {
    found = validate(schema, input);
  } catch {
    return [];
  }
  const ofField = new Map<string, Fault>();
  for (const unit of found) {
    if (OUTER.has(unit.keyword) || isInsideChoice(unit)) continue;
    const fault = faultOf(schema, unit, input);
    if (!ofField.has(fault.path)) ofField.set(fault.path, fault);
  }
  return [...ofField.values()];
}

/** Of a value that fits none of several choices that alone is said, not what each of them would have wanted. */
function isInsideChoice({ keywordLocation }: OutputUnit): boolean {
  return /\/(anyOf|oneOf)\/\d+/.test(keywordLocation);
}

function faultOf(schema: JsonSchema, unit: OutputUnit, input: unknown): Fault {
  const { fault } = text.submit;
  const path = pathOf(unit.instanceLocation);
  if (unit.keyword === 'required') {
    const [, name = ''] = /"(.*)"/.exec(unit.error) ?? [];
    return { path: path === '' ? name : `${path}.${name}`, message: fault.required };
  }
  // So an item of a list is sent that was left empty.
  const isEmpty = at(input, unit.instanceLocation) === null || at(input, unit.instanceLocation) === undefined;
  if (unit.keyword === 'type' && isEmpty) return { path, message: fault.required };
  if (unit.keyword === 'false') return { path, message: fault.unknown };
  return { path, message: messageOf(unit.keyword, at(schema, unit.keywordLocation)) };
}

function messageOf(keyword: string, wanted: unknown): string {
  const { fault, typeName, formatName } = text.submit;
  const number = Number(wanted);
  switch (keyword) {
    case 'type':
      return fault.type([wanted].flat().map(nameIn(typeName)));
    case 'enum':
      return fault.choice(Array.isArray(wanted) ? wanted.map((choice) => JSON.stringify(choice)).join(', ') : '');
    case 'const':
      return fault.constant(JSON.stringify(wanted));
    case 'minLength':
      return fault.minLength(number);
    case 'maxLength':
      return fault.maxLength(number);
    case 'minItems':
      return fault.minItems(number);
    case 'maxItems':
      return fault.maxItems(number);
    case 'uniqueItems':
      return fault.uniqueItems;
    case 'minimum':
      return fault.minimum(number);
    case 'maximum':
      return fault.maximum(number);
    case 'exclusiveMinimum':
      return fault.above(number);
    case 'exclusiveMaximum':
      return fault.below(number);
    case 'multipleOf':
      return fault.multipleOf(number);
    case 'pattern':
      return fault.pattern(String(wanted));
    case 'format':
      return fault.format(nameIn(formatName)(wanted));
    case 'anyOf':
    case 'oneOf':
      return fault.noneFits;
    default:
      return fault.other;
  }
}

function nameIn(names: Readonly<Record<string, string>>): (word: unknown) => string {
  return (word) => names[String(word)] ?? String(word);
}

/** `#/steps/2/url` as `steps[2].url`. */
function pathOf(location: string): string {
  return pointer(location).reduce((path, part) => {
    if (/^\d+$/.test(part)) return `${path}[${part}]`;
    return path === '' ? part : `${path}.${part}`;
  }, '');
}

function at(whole: unknown, location: string): unknown {
  return pointer(location).reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    whole,
  );
}

function pointer(location: string): readonly string[] {
  return location
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}
