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
const codeOf = (make: () => unknown) => {
  try {
    make();
  } catch (cause) {
    return (cause as { code: string }).code;
  }
  return 'none';
};

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

describe('wrong input has one code', () => {
  it.each([
    ['{"matrix": [[NaN]]}', 'NOT_JSON'],
    ['nothing', 'NOT_JSON'],
  ])('%s', (text, code) => expect(codeOf(() => readProblem(text))).toBe(code));

  it.each([
    [{ matrix: [[1, 'x']] }, 'BAD_VALUE'],
    [{ matrix: [[1, null]] }, 'BAD_VALUE'],
    [{ matrix: [] }, 'BAD_VALUE'],
    [{ matrix: [[1, 2], [1]] }, 'LENGTHS_DIFFER'],
    [{ weights: [1] }, 'LENGTHS_DIFFER'],
    [{ objectives: ['max'] }, 'LENGTHS_DIFFER'],
    [{ ideal: [1] }, 'LENGTHS_DIFFER'],
    [{ weights: [1, -1] }, 'NEGATIVE_WEIGHT'],
    [{ weights: [0, 0] }, 'NO_WEIGHT'],
    [{ objectives: ['max', 'most'] }, 'BAD_VALUE'],
    [{ normalization: 'z-score' }, 'BAD_VALUE'],
    [{ normalization: 'fixed-domain' }, 'NO_DOMAIN'],
    [
      {
        idealIntervals: [
          [0, 1],
          [0, 1],
        ],
      },
      'NO_DOMAIN',
    ],
    [
      {
        domain: [
          [0, 1],
          [0, 9],
        ],
      },
      'OUTSIDE_DOMAIN',
    ],
    [
      {
        domain: [
          [3, 0],
          [0, 9],
        ],
      },
      'BAD_DOMAIN',
    ],
    [
      {
        domain: [
          [0, 3],
          [0, 9],
        ],
        idealIntervals: [
          [2, 4],
          [1, 2],
        ],
      },
      'BAD_DOMAIN',
    ],
    [{ colour: 'blue' }, 'UNKNOWN_FIELD'],
  ])('%j', (over, code) => expect(codeOf(() => read(over))).toBe(code));

  it('a number too large to be one', () => {
    expect(codeOf(() => readProblem(JSON.stringify(base).replace('[1,9]', '[1e999,9]')))).toBe('BAD_VALUE');
  });
});
