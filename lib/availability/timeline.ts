import { formatInstant } from '../dates.ts';
import { type GateStatus, gateAt, turningPoints } from './gate.ts';
import type { AvailabilityInputs } from './inputs.ts';

export interface Step {
  readonly from: string;
  readonly to: string;
  readonly status: GateStatus;
  readonly reasons: readonly string[];
}

const MOST_STEPS = 20;

/** Status over the shift of a duty date; equal neighbours are one step. Empty without a shift. */
export function timelineOf(inputs: AvailabilityInputs): Step[] {
  const edges = turningPoints(inputs);
  const steps: Step[] = [];
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const from = edges[at] as number;
    const to = formatInstant(edges[at + 1] as number);
    const { status, reasons } = gateAt(inputs, from);
    const last = steps.at(-1);
    if (last !== undefined && `${last.status} ${last.reasons}` === `${status} ${reasons}`) {
      steps[steps.length - 1] = { ...last, to };
    } else steps.push({ from: formatInstant(from), to, status, reasons });
  }
  // More steps than a shift can have: the rest is told as not known rather than left out.
  if (steps.length <= MOST_STEPS) return steps;
  const rest = steps[MOST_STEPS - 1] as Step;
  const end = (steps.at(-1) as Step).to;
  return [
    ...steps.slice(0, MOST_STEPS - 1),
    { from: rest.from, to: end, status: 'insufficientData', reasons: ['TOO_MANY_STEPS'] },
  ];
}
