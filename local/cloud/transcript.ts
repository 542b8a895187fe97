import { appendFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * What leaves the product on ways that are not meant for data: what functions print, how they fail, error answers,
 * messages that are set aside, errors of commands. Answers that succeed, objects and what a command prints for its operator
 * are data and are not here.
 */
export type Way = 'output' | 'failure' | 'error answer' | 'set aside' | 'command';

/** Written to one file a process in the folder that `TRANSCRIPTS` names, and nowhere without it. */
export function transcribe(way: Way, text: string): void {
  const folder = process.env.TRANSCRIPTS;
  if (folder === undefined || text === '') return;
  appendFileSync(join(folder, `${process.pid}.txt`), `${way}\t${text}\n`);
}

/** Line by line: pieces of two streams would split what stands in them. */
export function transcribeLines(way: Way, stream: Readable | null): void {
  if (process.env.TRANSCRIPTS === undefined || stream === null) return;
  createInterface({ input: stream }).on('line', (line) => transcribe(way, line));
}

/** The body of an answer, if it turns out to be an error. */
export function transcribeErrors(response: ServerResponse): void {
  if (process.env.TRANSCRIPTS === undefined) return;
  const end = response.end.bind(response) as (...all: unknown[]) => ServerResponse;
  response.end = ((...all: unknown[]) => {
    if (response.statusCode >= 400 && (typeof all[0] === 'string' || Buffer.isBuffer(all[0])))
      transcribe('error answer', all[0].toString());
    return end(...all);
  }) as typeof response.end;
}
