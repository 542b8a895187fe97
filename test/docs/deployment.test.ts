import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../deploy/doctor.ts';
import { retentionSchema } from '../../infra/settings/keeping.ts';
import { STACKS } from '../../scripts/gates/template.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/deployment.md'), 'utf8');
const rowsOf = (heading: string) =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .slice(1);

describe('the page on deployment', () => {
  it('adds up: quantity by price is the cost of every line, and the lines are the sum', () => {
    const number = (text = '') => Number(/^[\d,.]+/.exec(text)?.[0].replaceAll(',', ''));
    const lines = rowsOf('What it costs').map(
      ([, , quantity, price, cost]) => [number(quantity), number(price), number(cost)] as const,
    );
    expect(lines.length).toBeGreaterThan(15);
    for (const [quantity, price, cost] of lines) expect(Math.abs(quantity * price - cost)).toBeLessThan(0.01);
    const sum = lines.reduce((total, [, , cost]) => total + cost, 0);
    expect(page).toContain(`The sum is ${sum.toFixed(2)} USD`);
  });

  it('has every stack, and how long each class of record is kept', () => {
    const stacks = rowsOf('The stacks').map(([, name = '']) => name.replace(/ \(.*/, ''));
    expect(stacks).toEqual(STACKS);
    for (const name of Object.keys(retentionSchema.shape))
      expect([name, page.includes(`\`retention.${name}\``)]).toEqual([name, true]);
  });

  it('names what only an account can say, as the doctor asks for it', () => {
    for (const word of ['Bootstrap', 'Service Quotas', 'SNS', 'Federation', 'DNS', 'Credentials']) expect(page).toContain(word);
    expect(CHECKS.map(({ name }) => name)).toEqual(expect.arrayContaining(['concurrency of Lambda', 'files of the dashboard']));
  });
});
