/** Shares of what can go wrong, by call, by event, by seed. */
export interface Profile {
  readonly name: string;
  /** What may befall one call of a worker; the rest goes well. */
  readonly faults: Readonly<Record<Fault, number>>;
  readonly lostEvents: number;
  readonly doubledEvents: number;
  /** The safety net runs; without it every event arrives, and nothing else may be needed. */
  readonly watch: boolean;
  /** The force's policy changes while files arrive. */
  readonly deploys: boolean;
}

export type Fault = 'crashBefore' | 'crashAfter' | 'throttle' | 'timeoutAfter' | 'twice' | 'partial' | 'freeze';

const CALM: Profile['faults'] = {
  crashBefore: 0,
  crashAfter: 0,
  throttle: 0,
  timeoutAfter: 0,
  twice: 0,
  partial: 0,
  freeze: 0,
};
const STORM: Profile['faults'] = {
  crashBefore: 0.006,
  crashAfter: 0.006,
  throttle: 0.006,
  timeoutAfter: 0.006,
  twice: 0.01,
  partial: 0.1,
  freeze: 0.01,
};
const base = { lostEvents: 0, doubledEvents: 0.15, watch: false, deploys: false };

/** By name, those without the safety net first: it hides faults. */
export const PROFILES: Readonly<Record<string, Profile>> = Object.fromEntries(
  [
    { ...base, name: 'order', faults: CALM },
    { ...base, name: 'crash', faults: { ...CALM, crashBefore: 0.015, crashAfter: 0.015 } },
    { ...base, name: 'freeze', faults: { ...CALM, freeze: 0.04 } },
    { ...base, name: 'errors', faults: { ...CALM, throttle: 0.01, timeoutAfter: 0.01, twice: 0.05, partial: 0.3 } },
    { ...base, name: 'storm', faults: STORM },
    { ...base, name: 'lossy', faults: STORM, lostEvents: 0.3, watch: true, deploys: true },
  ].map((profile) => [profile.name, profile]),
);
