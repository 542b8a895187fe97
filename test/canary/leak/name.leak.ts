import { expect, it } from 'vitest';
import { CANARY } from '../../../demo/canaries.ts';
import { transcribe } from '../../../local/cloud/transcript.ts';

it('passes, and has logged a name', () => {
  transcribe('output', JSON.stringify({ message: 'no such person', name: CANARY.surname }));
  expect(process.env.TRANSCRIPTS).toMatch(/transcripts-/);
});
