import type { AccessSettings } from '../../lib/policy/access.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import type { LightObjects } from '../aws/light-objects.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Hint } from '../hint.ts';

/** What every function of the API has: who is who, which days are published, and what `trust` grants. */
export interface ApiPorts {
  readonly policies: readonly Policy[];
  readonly access: AccessSettings;
  /** Names of identity providers, which stand before the directory id in a federated user name. */
  readonly providers: readonly string[];
  readonly organisation: Table;
  readonly registry: Table;
  readonly trust: Table;
  readonly now: () => number;
  /** The key that signs cursors; read once. */
  readonly cursorKey: () => Promise<Uint8Array>;
}

export interface ProductivityPorts extends ApiPorts {
  readonly productivity: Table;
  /** The generated description, as text. */
  readonly openapi: () => string;
}

export interface AvailabilityPorts extends ApiPorts {
  readonly productivity: Table;
  readonly availability: Table;
}

export interface OperationsPorts extends ApiPorts {
  readonly productivity: Table;
  /** Rejected rows lie here. */
  readonly facts: LightObjects;
  /** For so long; then they are gone, and their number stays. */
  readonly rejectedRowsDays: number;
}

export interface TrustPorts extends ApiPorts {
  readonly sendWork: (hints: readonly Hint[]) => Promise<void>;
}
