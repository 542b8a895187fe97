import type { Attributes } from '../../functions/aws/table.ts';

/**
 * Bytes of an item as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"): names and texts in UTF-8,
 * a number about one byte for two digits and one more, null and booleans 1, lists and maps 3 and 1 more an element.
 */
export function itemSize(item: Attributes): number {
  return entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(value);
  if (value === null || typeof value === 'boolean') return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + valueSize(one), 3);
  if (typeof value === 'object')
    return entries(value).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + valueSize(one), 3);
  throw new Error(`no attribute of DynamoDB: ${typeof value}`);
}

/** What is undefined is not written. */
function entries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

/** Digits lie in pairs about the decimal point; zeroes before and after them take no room, a sign takes a byte. */
function numberSize(value: number): number {
  if (value === 0) return 1;
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '').length;
  const splitsAPair = digits % 2 === 0 && Number(exponent) % 2 === 0;
  return 1 + Math.ceil(digits / 2) + (splitsAPair ? 1 : 0) + (value < 0 ? 1 : 0);
}
