import * as z from 'zod';
import { ProductError } from '../errors.ts';

/**
 * The textbook forms of TOPSIS (Hwang and Yoon 1981) and RIM (Cables, Lamata and Verdegay 2016), so that an analyst can
 * reproduce published examples. The product itself scores with the fixed form of `topsis.ts` only.
 */
const numbers = z.array(z.number());
const pair = z.tuple([z.number(), z.number()]);
export const problemSchema = z.strictObject({
  /** Alternatives x criteria. */
  matrix: z.array(numbers).min(1),
  /** Used as given, never rescaled. */
  weights: numbers.min(1),
  objectives: z.array(z.enum(['max', 'min'])),
  normalization: z.enum(['none', 'vector', 'minmax', 'sum', 'fixed-domain']),
  distance: z.enum(['euclidean', 'manhattan']),
  /** By criterion [low, high]; values outside are refused. */
  domain: z.array(pair).optional(),
  /** By criterion: utility is 1 inside and falls to 0 at the ends of the domain. */
  idealIntervals: z.array(pair).optional(),
  /** Points in the weighted space. */
  ideal: numbers.optional(),
  antiIdeal: numbers.optional(),
});
export type Problem = z.output<typeof problemSchema>;

export interface Solution {
  readonly scores: readonly (number | null)[];
  readonly ranks: readonly (number | null)[];
  readonly dPlus: readonly number[];
  readonly dMinus: readonly number[];
  readonly notes?: readonly string[];
}

/** Reads a problem; throws ProductError with a stable code and one sentence. */
export function readProblem(text: string): Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProductError('NOT_JSON', 'the input is no JSON (NaN and Infinity are none either)');
  }
  const parsed = problemSchema.safeParse(value);
  if (!parsed.success) throw issueOf(parsed.error.issues[0] as z.core.$ZodIssue);
  checkShape(parsed.data);
  return parsed.data;
}

function issueOf({ code, path, message, ...rest }: z.core.$ZodIssue): ProductError {
  const where = path.length === 0 ? 'the input' : path.join('.');
  if (code === 'unrecognized_keys')
    return new ProductError('UNKNOWN_FIELD', `unknown: ${(rest as { keys: string[] }).keys.join(', ')}`);
  return new ProductError('BAD_VALUE', `${where}: ${message}`);
}

function checkShape({ matrix, weights, objectives, normalization, domain, idealIntervals, ideal, antiIdeal }: Problem): void {
  const width = weights.length;
  matrix.forEach((row, at) => {
    if (row.length !== width)
      throw new ProductError('LENGTHS_DIFFER', `row ${at + 1} has ${row.length} values for ${width} weights`);
  });
  const others = { objectives, domain, idealIntervals, ideal, antiIdeal };
  for (const [name, list] of Object.entries(others)) {
    if (list !== undefined && list.length !== width)
      throw new ProductError('LENGTHS_DIFFER', `${name} has ${list.length} entries for ${width} weights`);
  }
  if (weights.some((weight) => weight < 0)) throw new ProductError('NEGATIVE_WEIGHT', 'no weight may be below 0');
  if (weights.every((weight) => weight === 0)) throw new ProductError('NO_WEIGHT', 'at least one weight must be above 0');
  const needsDomain = normalization === 'fixed-domain' || idealIntervals !== undefined;
  if (needsDomain && domain === undefined)
    throw new ProductError('NO_DOMAIN', 'a fixed domain or an ideal interval needs a domain');
  domain?.forEach(([low, high], criterion) => {
    if (low >= high) throw new ProductError('BAD_DOMAIN', `domain ${criterion + 1}: ${low} is not below ${high}`);
    for (const row of matrix) {
      const value = row[criterion] as number;
      if (value < low || value > high)
        throw new ProductError('OUTSIDE_DOMAIN', `${value} lies outside ${low} to ${high} of criterion ${criterion + 1}`);
    }
    const [from, to] = idealIntervals?.[criterion] ?? [low, high];
    if (from > to || from < low || to > high)
      throw new ProductError('BAD_DOMAIN', `the ideal interval of criterion ${criterion + 1} does not lie in its domain`);
  });
}

const SUM_OF: Readonly<Record<Problem['distance'], (differences: readonly number[]) => number>> = {
  euclidean: (differences) => Math.sqrt(differences.reduce((sum, value) => sum + value * value, 0)),
  manhattan: (differences) => differences.reduce((sum, value) => sum + Math.abs(value), 0),
};

export function solve(problem: Problem): Solution {
  const { weights, distance } = problem;
  const weighted = normalised(problem).map((row) => row.map((value, criterion) => value * (weights[criterion] as number)));
  const [ideal, antiIdeal] = references(problem, weighted);
  const away = (row: readonly number[], point: readonly number[]) =>
    SUM_OF[distance](row.map((value, criterion) => value - (point[criterion] as number)));
  const dPlus = weighted.map((row) => away(row, ideal));
  const dMinus = weighted.map((row) => away(row, antiIdeal));
  const scores = dPlus.map((plus, at) => {
    const minus = dMinus[at] as number;
    return plus + minus === 0 ? null : minus / (plus + minus);
  });
  const notes = scores.includes(null) ? { notes: ['noSpread'] } : {};
  return { scores, ranks: ranksOf(scores), dPlus, dMinus, ...notes };
}

/** With utilities 1 is the best of every criterion, whatever its objective. */
function isUtility({ normalization, idealIntervals }: Problem): boolean {
  return normalization === 'fixed-domain' || idealIntervals !== undefined;
}

function normalised(problem: Problem): number[][] {
  const { matrix, weights } = problem;
  const columns = weights.map((_, criterion) =>
    normaliseColumn(
      problem,
      criterion,
      matrix.map((row) => row[criterion] as number),
    ),
  );
  return matrix.map((_, row) => columns.map((column) => column[row] as number));
}

function normaliseColumn({ normalization, domain, idealIntervals, objectives }: Problem, at: number, values: number[]): number[] {
  const [low, high] = domain?.[at] ?? [0, 1];
  const interval = idealIntervals?.[at];
  if (interval !== undefined) return values.map((value) => distanceToInterval(value, low, high, interval));
  const share = (value: number, by: number) => (by === 0 ? 0 : value / by);
  switch (normalization) {
    case 'none':
      return values;
    case 'vector':
      return values.map((value) => share(value, Math.sqrt(values.reduce((sum, one) => sum + one * one, 0))));
    case 'sum':
      return values.map((value) =>
        share(
          value,
          values.reduce((sum, one) => sum + one, 0),
        ),
      );
    case 'minmax': {
      const least = Math.min(...values);
      return values.map((value) => share(value - least, Math.max(...values) - least));
    }
    case 'fixed-domain':
      return values.map((value) => {
        const benefit = (value - low) / (high - low);
        return objectives[at] === 'max' ? benefit : 1 - benefit;
      });
  }
}

/** RIM: 1 within the ideal interval, falling in a straight line to 0 at the ends of the domain. */
function distanceToInterval(value: number, low: number, high: number, [from, to]: readonly [number, number]): number {
  if (value < from) return (value - low) / (from - low);
  return value > to ? (high - value) / (high - to) : 1;
}

function references(problem: Problem, weighted: readonly (readonly number[])[]): [readonly number[], readonly number[]] {
  const { weights, objectives } = problem;
  const column = (criterion: number) => weighted.map((row) => row[criterion] as number);
  const best = weights.map((weight, criterion) => {
    if (isUtility(problem)) return weight;
    return objectives[criterion] === 'max' ? Math.max(...column(criterion)) : Math.min(...column(criterion));
  });
  const worst = weights.map((_, criterion) => {
    if (isUtility(problem)) return 0;
    return objectives[criterion] === 'max' ? Math.min(...column(criterion)) : Math.max(...column(criterion));
  });
  return [problem.ideal ?? best, problem.antiIdeal ?? worst];
}

/** Competition ranks (1 2 2 4) of scores rounded to 1e-9; null without a score. */
function ranksOf(scores: readonly (number | null)[]): (number | null)[] {
  const rounded = scores.map((score) => (score === null ? null : Math.round(score * 1e9)));
  return rounded.map((own) => (own === null ? null : 1 + rounded.filter((other) => other !== null && other > own).length));
}
