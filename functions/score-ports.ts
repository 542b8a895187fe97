import type { LocalDate } from '../lib/dates.ts';
import type { DaySources } from '../lib/day/sources.ts';
import type { Force } from '../lib/sources/force.ts';
import type { Objects } from './aws/objects.ts';
import type { Table } from './aws/table.ts';
import type { Decision } from './decisions.ts';
import type { FactCache } from './fact-cache.ts';
import type { Hint } from './hint.ts';

/** All that scoring reaches outside itself. */
export interface ScorePorts {
  readonly force: Force;
  readonly facts: Objects;
  readonly cache: FactCache;
  readonly registry: Table;
  readonly trust: Table;
  readonly organisation: Table;
  readonly productivity: Table;
  readonly availability: Table;
  readonly send: (hints: readonly Hint[], delaySeconds?: number) => Promise<void>;
  readonly now: () => number;
  readonly onBlocked: (date: LocalDate, code: string) => void;
}

export interface DayInputs {
  readonly sources: DaySources;
  /** Receipts and decisions that were looked at. */
  readonly looked: readonly string[];
  readonly decisions: readonly Decision[];
  readonly heldSnapshots: readonly string[];
  /** The day lies further ahead than availability is published. */
  readonly beyondHorizon: boolean;
}
