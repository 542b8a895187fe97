/** Poisson probabilities for intervals and limits: exact by summation, term by term, in logarithms. */

const TABLE = 256;
/** ln k! by summation, once. */
const LOG_FACTORIALS: readonly number[] = (() => {
  const logs = [0];
  for (let n = 1; n < TABLE; n += 1) logs.push((logs[n - 1] as number) + Math.log(n));
  return logs;
})();

/** ln k!; above the table Stirling's series, whose error is below 1e-12 there. */
function logFactorial(k: number): number {
  const known = LOG_FACTORIALS[k];
  if (known !== undefined) return known;
  const n = k + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n * n * n);
}

/** P(X = k) for a mean of 0 or more. */
export function poissonTerm(k: number, mean: number): number {
  if (mean === 0) return k === 0 ? 1 : 0;
  return Math.exp(k * Math.log(mean) - mean - logFactorial(k));
}

/** P(X <= k). */
export function poissonCdf(k: number, mean: number): number {
  if (k < 0) return 0;
  // From the largest of the terms outwards, so that nothing is lost where the first ones vanish.
  const top = Math.min(Math.floor(k), Math.floor(mean));
  const start = poissonTerm(top, mean);
  let sum = start;
  for (let n = top, term = start; n > 0 && term > 0; n -= 1) {
    term *= n / mean;
    sum += term;
  }
  for (let n = top + 1, term = start; n <= k && term > 0; n += 1) {
    term *= mean / n;
    sum += term;
  }
  return Math.min(1, sum);
}

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** Counts outside of which a Poisson count of this mean lies with at most `alpha` / 2 on each side. */
export function predictionLimits(mean: number, alpha: number): Limits {
  // Ten deviations below the mean nothing is left to sum.
  let k = Math.max(0, Math.floor(mean - 10 * Math.sqrt(mean)));
  let below = poissonCdf(k, mean);
  let term = poissonTerm(k, mean);
  const nextTo = (share: number) => {
    while (below < share && term > 0) {
      k += 1;
      term *= mean / k;
      below += term;
    }
    return k;
  };
  // The first count above whose share of the sum lies more than alpha / 2.
  let lower = nextTo(alpha / 2);
  if (below <= alpha / 2) lower = k + 1;
  return { lower, upper: Math.max(lower, nextTo(1 - alpha / 2)) };
}

const STEPS = 200;

/** The exact interval of a mean from one count (Garwood 1936); 95 % when `alpha` is .05. */
export function meanInterval(count: number, alpha: number): Limits {
  const solve = (holds: (mean: number) => boolean) => {
    let low = 0;
    let high = count + 10 * Math.sqrt(count + 1) + 20;
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2;
      if (holds(middle)) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return {
    lower: count === 0 ? 0 : solve((mean) => 1 - poissonCdf(count - 1, mean) < alpha / 2),
    upper: solve((mean) => poissonCdf(count, mean) > alpha / 2),
  };
}
