import { NotEmulated } from '../errors.ts';

/** What the access log may name, as far as our format does. */
export interface AccessLine {
  readonly requestId: string;
  readonly requestTimeEpoch: number;
  readonly httpMethod: string;
  readonly resourcePath: string | null;
  readonly status: number;
  readonly responseLatency: number;
  readonly responseLength: number;
  readonly 'error.responseType': string | null;
  readonly integrationStatus: number | null;
  readonly integrationLatency: number | null;
}

const VARIABLE = /\$context\.([\w.]+)/g;
const NAMES: readonly string[] = [
  'requestId',
  'requestTimeEpoch',
  'httpMethod',
  'resourcePath',
  'status',
  'responseLatency',
  'responseLength',
  'error.responseType',
  'integrationStatus',
  'integrationLatency',
];

/** Lines in the stage's own format; `-` stands for what there is none of. */
export function accessLogger(format: string): (line: AccessLine) => string {
  const unknown = [...format.matchAll(VARIABLE)].map(([, name = '']) => name).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new NotEmulated(`the access log variable ${unknown}`);
  return (line) =>
    format.replace(VARIABLE, (_, name: string) => {
      const value = (line as unknown as Readonly<Record<string, string | number | null>>)[name] ?? '-';
      return JSON.stringify(String(value)).slice(1, -1);
    });
}
