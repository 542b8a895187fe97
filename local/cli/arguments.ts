import { type ParseArgsConfig, parseArgs } from 'node:util';
import { transcribe } from '../cloud/transcript.ts';

/** A wrong call: told in one line with the right one, exit 2. */
export class Usage extends Error {}

/** Reads options strictly: an unknown or valueless one is a wrong call. */
export function readArguments<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new Usage(`${cause instanceof Error ? cause.message.split('\n')[0] : cause}\n${usage}`);
  }
}

export function wholeNumber(text: string, name: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Usage(`--${name} is ${text}: a whole number from ${least} to ${most}`);
  return value;
}

/** Runs a command: wrong calls end with 2, faults with 1, and none with a stack. */
export async function main(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    process.stderr.write(`${error.message}\n`);
    transcribe('command', error.message);
    if (!(cause instanceof Usage) && process.env.DEBUG !== undefined) process.stderr.write(`${error.stack}\n`);
    process.exitCode = cause instanceof Usage ? 2 : 1;
  }
}
