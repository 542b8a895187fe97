import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { receiptSchema } from '../../lib/ingest/receipt.ts';
import { LOSS_NAMES } from '../../local/drill.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const filesIn = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

const text = read('docs/operations.md');
const sections = (text.split('\n## When something is told\n')[1]?.split('\n## ')[0] ?? '')
  .split('\n### ')
  .slice(1)
  .map((section) => ({ title: section.split('\n')[0] ?? '', body: section }));

const PARTS = ['Symptom', 'What it means', 'Check', 'Expected', 'Do', 'Escalate'];
const ROLES = /data steward|PSD steward|information asset owner|product team/i;
const STATES = receiptSchema.shape.seen.element.shape.state.options;

/** Names of metrics that a line of code counts. */
function metricsIn(code: string): string[] {
  return [...code.matchAll(/\bcount\((['`])(.*?)\1/g)].flatMap(([, , name = '']) => {
    if (!name.includes('$')) return [name];
    if (!/^Drop\$\{\w+\.state\}$/.test(name)) throw new Error(`which names ${name} stands for is not known`);
    return STATES.filter((state) => state !== 'accepted').map((state) => name.replace(/\$\{.*\}/, state));
  });
}

describe('the runbook', () => {
  const functions = filesIn('functions').map(read);
  const metrics = [...new Set(functions.flatMap(metricsIn))].sort();

  it('is read as it is written', () => {
    expect(sections.length).toBeGreaterThan(10);
    expect(metrics.length).toBeGreaterThan(8);
  });

  it.each(metrics)('has a section about the metric %s', (metric) => {
    expect(sections.filter(({ title }) => title.startsWith(`\`${metric}\``))).toHaveLength(1);
  });

  it('has a section about what SQS and Lambda count of ours', () => {
    for (const metric of ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage', 'Errors'])
      expect(
        sections.filter(({ body }) => body.includes(`**Symptom.** \`${metric}\``)),
        metric,
      ).toHaveLength(1);
  });

  it('names every warning and error that is logged', () => {
    const logged = functions.flatMap((code) =>
      [...code.matchAll(/logger\.(?:warn|error)\('([^']+)'/g)].map(([, said]) => String(said)),
    );
    expect(logged.length).toBeGreaterThan(3);
    expect(logged.filter((said) => !text.includes(`\`${said}\``))).toEqual([]);
  });

  it.each(sections)('$title: has all its parts, a command and a print', ({ body }) => {
    const parts = [...body.matchAll(/^\*\*(.+?)\.\*\* ?/gm)];
    expect(parts.map(([, name]) => name)).toEqual(PARTS);
    const [, , check = '', expected = '', , escalate = ''] = parts.map(({ index }, at) =>
      body.slice(index, parts[at + 1]?.index),
    );
    expect(check).toMatch(/```sh\n(npm run|grep)/);
    expect(expected).toMatch(/```\n[^`]+\n```/);
    expect(escalate).toMatch(ROLES);
  });

  it('has a line about every loss that the drill measures, with its time', () => {
    for (const name of LOSS_NAMES)
      expect(text, name).toMatch(new RegExp(`^\\| ${name}[^|]*\\|[^|]+\\|[^|]+\\| [\\d.]+ s \\| \`npm run -s drill\` \\|$`, 'm'));
  });
});

describe('every command of the runbook', () => {
  const commands = [...new Set(text.match(/npm run [^\n`]*/g) ?? [])];
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  /** `decide release|refuse <key>` as `decide release` and `decide refuse`. */
  const verbs = filesIn('local/cli')
    .flatMap((file) => [...read(file).matchAll(/npm run -s ops -- ([a-z |]+)/g)].map(([, usage = '']) => usage.trim().split(' ')))
    .flatMap((words) => (words.at(-1) ?? '').split('|').map((last) => [...words.slice(0, -1), last].join(' ')));

  it.each(commands)('%s', (command) => {
    const [, script = '', rest = ''] = /^npm run (?:-s )?([a-z]+)(?: -- (.*))?$/.exec(command.trim()) ?? [];
    expect(Object.keys(scripts)).toContain(script);
    if (script !== 'ops') return;
    expect(
      verbs.some((verb) => rest === verb || rest.startsWith(`${verb} `)),
      rest,
    ).toBe(true);
  });
});
