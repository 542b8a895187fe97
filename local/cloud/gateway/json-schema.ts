import { NotEmulated } from '../errors.ts';

/** As much of JSON schema, draft 4, as the models of the template use. */
export interface Schema {
  readonly $schema?: string;
  readonly type?: 'object' | 'string' | 'null' | 'boolean' | 'number' | 'integer';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Says what the pattern checks; API Gateway does not look at it. */
  readonly format?: string;
}

const KNOWN = [
  '$schema',
  'type',
  'properties',
  'required',
  'additionalProperties',
  'anyOf',
  'enum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
];

/** A model of the template; a word that is not checked here is an error that names it. */
export function schemaOf(model: unknown): Schema {
  const schema = model as Schema;
  const unknown = Object.keys(schema).find((word) => !KNOWN.includes(word));
  if (unknown !== undefined) throw new NotEmulated(`the JSON schema word ${unknown}`);
  for (const part of [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? [])]) schemaOf(part);
  return schema;
}

export function fits(schema: Schema, value: unknown): boolean {
  if (schema.type !== undefined && !isOfType(schema.type, value)) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.anyOf !== undefined && !schema.anyOf.some((one) => fits(one, value))) return false;
  if (typeof value === 'string') return fitsText(schema, value);
  return typeof value === 'object' && value !== null && schema.type === 'object' ? fitsObject(schema, value) : true;
}

function isOfType(type: NonNullable<Schema['type']>, value: unknown): boolean {
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function fitsText({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Schema, text: string): boolean {
  const { length } = [...text];
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
}

function fitsObject({ properties = {}, required = [], additionalProperties = true }: Schema, value: object): boolean {
  const entries = Object.entries(value);
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, inner]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return schema === undefined ? additionalProperties : fits(schema, inner);
    })
  );
}
