import { describe, expect, it } from 'vitest';
import { CANARY, TELLING_CODES } from '../../demo/canaries.ts';
import { demoFiles } from '../../demo/files.ts';
import { Random } from '../../sim/random.ts';
import { movesOf } from '../../sim/world.ts';
import { World } from '../pipeline/cases/world.ts';
import { WORLD } from '../pipeline/world.ts';

/** A search for what is nowhere would find nothing for ever. */
const { badCode, absence, restriction, caseRef, ...ofPerson } = CANARY;
const WORLDS: readonly (readonly [name: string, bodies: () => (string | undefined)[], planted: readonly string[]])[] = [
  ['the demo', () => [...demoFiles(WORLD)].map(({ body }) => body), Object.values(CANARY)],
  [
    'the cases',
    () => new World().files().map(({ body }) => body),
    [...Object.values(ofPerson), absence, restriction, caseRef, ...TELLING_CODES],
  ],
  [
    'the simulation',
    () =>
      Array.from({ length: 20 }, (_, seed) => movesOf(new Random(seed), false))
        .flat()
        .map((move) => ('body' in move ? move.body : '')),
    [...Object.values(ofPerson), badCode],
  ],
];

describe.each(WORLDS)('the files of %s', (_, bodies, planted) => {
  const fields = bodies().join('\n').split(/[,\n]/);
  it.each(planted)('hold %s', (value) => {
    const isCode = (TELLING_CODES as readonly string[]).includes(value);
    expect(fields.some((field) => (isCode ? field === value : field.includes(value)))).toBe(true);
  });
});
