import { describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { warningsOf } from '../../lib/ingest/checks.ts';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import type { Profile } from '../../lib/ingest/profile.ts';
import { readDrop } from '../../lib/ingest/reading.ts';
import { policyOn } from '../../lib/policy/in-force.ts';
import { mappingOf } from '../../lib/sources/force.ts';
import { force } from '../lib/world.ts';

/** The profile of the last version of every file of the demo force. */
function profiles(): Profile[] {
  const last = new Map<string, Profile>();
  for (const { key, body } of demoFiles({ people: 400, days: 60, end: '2026-11-22', seed: 1 })) {
    const drop = parseDropKey(key);
    const { profile } = readDrop(Buffer.from(body), drop, mappingOf(force, drop.feed.name), force.policies);
    if (profile === null) throw new Error(`${key} was refused`);
    last.set(key, profile);
  }
  return [...last.values()];
}

describe('sixty days of the demo force', () => {
  it('warn of the football match of each month, planned by other codes and another number, and of no ordinary day', () => {
    const all = profiles();
    const warned = all.flatMap((profile) => {
      const ofFeed = all.filter(({ feed }) => feed === profile.feed);
      const found = warningsOf(profile, ofFeed, policyOn(force.policies, profile.extractTime.slice(0, 10)));
      return found.map(({ check, column }) => `${profile.name.slice(0, 20)} ${check} ${column}`);
    });
    expect(all.length).toBeGreaterThan(1000);
    expect(warned).toEqual(
      ['attendances_20261015', 'attendances_20261115'].flatMap((name) => [
        `${name} idForm incident_no`,
        `${name} newCode crew_type`,
        `${name} newCode grade_at_despatch`,
      ]),
    );
  });
});
