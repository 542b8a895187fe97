import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Problem, readProblem, solve } from '../../../lib/availability/textbook.ts';
import { closeness, utility } from '../../../lib/availability/topsis.ts';
import { policy } from '../world.ts';

interface Published {
  readonly source: string;
  readonly tolerance: number;
  readonly problem: Problem;
  readonly printed: Readonly<Record<'scores' | 'dPlus' | 'dMinus' | 'ranks', readonly number[] | undefined>>;
}
const PUBLISHED = JSON.parse(readFileSync(join(import.meta.dirname, 'topsis-published.json'), 'utf8')) as Published[];
const base: Problem = {
  matrix: [
    [1, 9],
    [3, 4],
    [2, 6],
  ],
  weights: [0.6, 0.4],
  objectives: ['max', 'min'],
  normalization: 'vector',
  distance: 'euclidean',
};
const read = (over: object) => readProblem(JSON.stringify({ ...base, ...over }));

describe('published examples', () => {
  it.each(PUBLISHED.map((one) => [one.source, one] as const))('%s', (_, { problem, printed, tolerance }) => {
    const solution = solve(readProblem(JSON.stringify(problem)));
    for (const name of ['scores', 'dPlus', 'dMinus'] as const) {
      for (const [at, value] of (printed[name] ?? []).entries())
        expect(Math.abs((solution[name][at] ?? Number.NaN) - value), `${name} ${at}`).toBeLessThanOrEqual(tolerance);
    }
    if (printed.ranks !== undefined) expect(solution.ranks).toEqual(printed.ranks);
  });

  it('RIM: the order printed in the paper does not follow from its data', () => {
    const rim = PUBLISHED.find(({ source }) => source.startsWith('Cables'))?.problem as Problem;
    expect(solve(rim).ranks).toEqual([3, 1, 5, 4, 2]);
  });
});

describe('forms', () => {
  it('fixed domain is the form that the product scores with', () => {
    const { criteria } = policy;
    const rows = [
      [0.8, 0.5, 1, 0],
      [1, 1, 0.25, 1],
    ];
    const { scores } = solve({
      matrix: rows,
      weights: criteria.map(({ weight }) => weight),
      objectives: criteria.map(({ objective }) => objective),
      normalization: 'fixed-domain',
      distance: 'euclidean',
      domain: criteria.map(({ low, high }) => [low, high] as [number, number]),
    });
    rows.forEach((row, at) => {
      const utilities = criteria.map((criterion, n) => utility(criterion, row[n] as number));
      expect(scores[at]).toBeCloseTo(closeness(utilities, criteria).closeness, 12);
    });
  });

  it('Manhattan by hand', () => {
    const { dPlus, dMinus, scores, ranks } = solve({ ...base, normalization: 'none', distance: 'manhattan' });
    // Weighted: (.6, 3.6) (1.8, 1.6) (1.2, 2.4); ideal (1.8, 1.6), anti-ideal (.6, 3.6).
    expect(dPlus.map((value) => Number(value.toFixed(12)))).toEqual([3.2, 0, 1.4]);
    expect(dMinus.map((value) => Number(value.toFixed(12)))).toEqual([0, 3.2, 1.8]);
    expect(scores[2]).toBeCloseTo(1.8 / 3.2, 12);
    expect(ranks).toEqual([3, 1, 2]);
  });

  it('ideal and anti-ideal are points in the weighted space', () => {
    const { dPlus, dMinus } = solve({ ...base, normalization: 'none', ideal: [0, 0], antiIdeal: [0.6, 3.6] });
    expect(dPlus[0]).toBeCloseTo(Math.hypot(0.6, 3.6), 12);
    expect(dMinus[0]).toBe(0);
  });

  it('a column of zeros, or without spread, is 0 for every row', () => {
    for (const normalization of ['vector', 'sum'] as const) {
      const { scores } = solve({
        ...base,
        normalization,
        matrix: [
          [0, 1],
          [0, 2],
        ],
      });
      expect(scores).toEqual([1, 0]);
    }
    expect(
      solve({
        ...base,
        normalization: 'minmax',
        matrix: [
          [5, 1],
          [5, 2],
        ],
      }).scores,
    ).toEqual([1, 0]);
  });

  it('rows that are all alike have no score, and a note says why', () => {
    expect(
      solve({
        ...base,
        matrix: [
          [1, 2],
          [1, 2],
        ],
      }),
    ).toEqual({
      scores: [null, null],
      ranks: [null, null],
      dPlus: [0, 0],
      dMinus: [0, 0],
      notes: ['noSpread'],
    });
  });

  it('competition ranks from scores rounded to 1e-9', () => {
    const matrix = [
      [1, 1],
      [2, 1],
      [2, 1 + 1e-13],
      [3, 1],
    ];
    expect(solve({ ...base, matrix, weights: [1, 0] }).ranks).toEqual([4, 2, 2, 1]);
  });

  it('every score lies from 0 to 1, whatever the form', () => {
    const matrix = fc.array(
      fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })),
      {
        minLength: 2,
        maxLength: 8,
      },
    );
    const forms = fc.constantFrom('none', 'vector', 'minmax', 'sum', 'fixed-domain');
    fc.assert(
      fc.property(matrix, forms, fc.constantFrom('euclidean', 'manhattan'), (rows, normalization, distance) => {
        const domain: [number, number][] = [
          [0, 100],
          [0, 100],
        ];
        const { scores } = solve({ ...base, matrix: rows, normalization, distance, domain });
        return scores.every((score) => score === null || (score >= 0 && score <= 1));
      }),
    );
  });
});

/** A domain or an interval for both criteria. */
const both = (...pairs: [number, number][]) => pairs;

describe('wrong input is told in one line, code and sentence', () => {
  it.each([
    ['{"matrix": [[NaN]]}', 'NOT_JSON', 'the input is no JSON (NaN and Infinity are none either)'],
    ['nothing', 'NOT_JSON', 'the input is no JSON (NaN and Infinity are none either)'],
    ['[]', 'BAD_VALUE', 'the input: Invalid input: expected object, received array'],
  ])('%s', (text, code, message) => {
    expect(() => readProblem(text)).toThrow(expect.objectContaining({ code, message }));
  });

  it.each([
    [{ matrix: [[1, 'x']] }, 'BAD_VALUE', 'matrix.0.1: Invalid input: expected number, received string'],
    [{ matrix: [[1, null]] }, 'BAD_VALUE', 'matrix.0.1: Invalid input: expected number, received null'],
    [{ matrix: [] }, 'BAD_VALUE', 'matrix: Too small: expected array to have >=1 items'],
    [{ matrix: [[1, 2], [1]] }, 'LENGTHS_DIFFER', 'row 2 has 1 values for 2 weights'],
    [{ weights: [1] }, 'LENGTHS_DIFFER', 'row 1 has 2 values for 1 weights'],
    [{ objectives: ['max'] }, 'LENGTHS_DIFFER', 'objectives has 1 entries for 2 weights'],
    [{ ideal: [1] }, 'LENGTHS_DIFFER', 'ideal has 1 entries for 2 weights'],
    [{ antiIdeal: [1] }, 'LENGTHS_DIFFER', 'antiIdeal has 1 entries for 2 weights'],
    [{ domain: both([0, 9]) }, 'LENGTHS_DIFFER', 'domain has 1 entries for 2 weights'],
    [{ idealIntervals: both([0, 9]) }, 'LENGTHS_DIFFER', 'idealIntervals has 1 entries for 2 weights'],
    [{ weights: [1, -1] }, 'NEGATIVE_WEIGHT', 'no weight may be below 0'],
    [{ weights: [0, 0] }, 'NO_WEIGHT', 'at least one weight must be above 0'],
    [{ objectives: ['max', 'most'] }, 'BAD_VALUE', 'objectives.1: Invalid option: expected one of "max"|"min"'],
    [{ normalization: 'fixed-domain' }, 'NO_DOMAIN', 'a fixed domain or an ideal interval needs a domain'],
    [{ idealIntervals: both([0, 1], [0, 1]) }, 'NO_DOMAIN', 'a fixed domain or an ideal interval needs a domain'],
    [{ domain: both([0, 1], [0, 9]) }, 'OUTSIDE_DOMAIN', '3 lies outside 0 to 1 of criterion 1'],
    [{ domain: both([0, 3], [5, 9]) }, 'OUTSIDE_DOMAIN', '4 lies outside 5 to 9 of criterion 2'],
    [{ domain: both([0, 3], [3, 0]) }, 'BAD_DOMAIN', 'domain 2: 3 is not below 0'],
    [{ domain: both([3, 3], [0, 9]) }, 'BAD_DOMAIN', 'domain 1: 3 is not below 3'],
    [{ colour: 'blue', size: 1 }, 'UNKNOWN_FIELD', 'unknown: colour, size'],
  ])('%j', (over, code, message) => {
    expect(() => read(over)).toThrow(expect.objectContaining({ code, message }));
  });

  it.each([
    [both([2, 4], [1, 2]), 1],
    [both([2, 1], [1, 2]), 1],
    [both([-1, 2], [1, 2]), 1],
    [both([0, 3], [8, 10]), 2],
  ])('an ideal interval outside its domain: %j', (idealIntervals, criterion) => {
    const message = `the ideal interval of criterion ${criterion} does not lie in its domain`;
    const over = { domain: both([0, 3], [0, 9]), idealIntervals };
    expect(() => read(over)).toThrow(expect.objectContaining({ code: 'BAD_DOMAIN', message }));
  });

  it('an ideal interval may fill its domain, and a weight may be 0 beside another', () => {
    const domain = both([0, 3], [0, 9]);
    expect(read({ domain, idealIntervals: domain })).toMatchObject({ domain, idealIntervals: domain });
    expect(read({ weights: [0, 1] }).weights).toEqual([0, 1]);
  });

  it('a number too large to be one', () => {
    const text = JSON.stringify(base).replace('[1,9]', '[1e999,9]');
    expect(() => readProblem(text)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }));
  });
});

describe('distance to an ideal interval', () => {
  it('is 1 inside and at its ends, and falls in a straight line to 0 at the ends of the domain', () => {
    const values = [0, 2, 4, 6, 8, 9, 10];
    const { dMinus } = solve({
      ...base,
      matrix: values.map((value) => [value]),
      weights: [1],
      objectives: ['max'],
      normalization: 'none',
      domain: [[0, 10]],
      idealIntervals: [[4, 8]],
    });
    expect(dMinus).toEqual([0, 0.5, 1, 1, 1, 0.5, 0]);
  });

  it('a fixed domain that does not start at 0', () => {
    const { dMinus } = solve({
      ...base,
      matrix: [[12], [14]],
      weights: [1],
      objectives: ['max'],
      normalization: 'fixed-domain',
      domain: [[10, 14]],
    });
    expect(dMinus).toEqual([0.5, 1]);
  });

  it('min-max takes the least value off', () => {
    const { dMinus } = solve({ ...base, matrix: [[2], [3], [4]], weights: [1], objectives: ['max'], normalization: 'minmax' });
    expect(dMinus).toEqual([0, 0.5, 1]);
  });
});
