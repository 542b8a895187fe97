import { beforeAll, describe, expect, it } from 'vitest';
import { caughtBy, wrongRights } from '../../scripts/gates/gates.ts';
import { rows } from '../../scripts/gates/matrix.ts';
import { REGRESSIONS, regressed } from '../../scripts/gates/regressions.ts';
import type { Templates } from '../../scripts/gates/template.ts';
import { synthesized } from './synth.ts';

let templates: Templates;
beforeAll(() => {
  templates = synthesized();
});

describe('the gates', () => {
  it('find nothing in the templates', () => {
    expect(wrongRights(templates)).toEqual([]);
    expect(caughtBy(templates)).toEqual([]);
  });

  it('know all that each function may do: every action on every resource', () => {
    expect(rows().length).toBeGreaterThan(600);
    expect(rows().filter(({ allowed }) => allowed).length).toBeGreaterThan(60);
  });

  it.each(REGRESSIONS.map((regression) => [regression.name, regression] as const))('catch that %s', (_, regression) => {
    const { stack, gate } = regression;
    expect(caughtBy({ ...templates, [stack]: regressed(templates[stack], regression) }, [stack])).toContain(gate);
  });

  it('are tried by enough changes, each of one thing', () => {
    expect(REGRESSIONS.length).toBeGreaterThan(40);
    expect(new Set(REGRESSIONS.map(({ name }) => name)).size).toBe(REGRESSIONS.length);
  });
});
