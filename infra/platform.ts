import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Network } from './settings/landing-zone.ts';
import type { Settings } from './settings.ts';

/** What every function and log of a stage stands on. */
export interface Platform {
  readonly key: IKey;
  readonly logDays: number;
  /** Null: functions run outside any network of the force, and are reached by their roles alone. */
  readonly network: Network | null;
}

export function platformOf(key: IKey, { retention, landingZone: { network } }: Settings): Platform {
  return { key, logDays: retention.logs, network: network?.functionsInside === true ? network : null };
}

/** Logs hold counts and routes: they go with their stack. */
export function logGroupOf(scope: Construct, id: string, { key, logDays }: Platform): LogGroup {
  return new LogGroup(scope, id, { encryptionKey: key, retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
}
