import { expect, it } from 'vitest';
import { ACCEPTED, acceptedFindings } from '../../scripts/gates/findings.ts';
import { nagFindings } from '../../scripts/gates/nag.ts';
import { stageIn } from './synth.ts';

it('what cdk-nag finds is what is accepted, no more and no less, and each has a reason', () => {
  const validation = process.env.CDK_VALIDATION;
  // Plugins run only while validation is on.
  process.env.CDK_VALIDATION = 'true';
  try {
    expect(stageIn(({ settings, bundles, out }) => nagFindings(settings, bundles, out))).toEqual(acceptedFindings());
  } finally {
    process.env.CDK_VALIDATION = validation;
  }
  for (const { reason } of ACCEPTED) expect(reason.length).toBeGreaterThan(15);
});
