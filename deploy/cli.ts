import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { deploy } from './deploy.ts';
import { destroy } from './destroy.ts';
import { doctor } from './doctor.ts';
import { FAILED } from './endings.ts';
import { ROOT, readStage, type Stage } from './stage.ts';
import { realTools, type Tools } from './tools.ts';

const USAGE = `npm run deploy -- --stage STAGE [--force FORCE] [--approve] [--release ID] [--outputs FILE]
npm run destroy -- --stage STAGE [--force FORCE] [--leave-data]
npm run doctor -- --stage STAGE [--force FORCE]
npm run synth [-- --stage STAGE] [--force FORCE]`;

const OPTIONS = {
  force: { type: 'string', default: 'demo' },
  stage: { type: 'string' },
  approve: { type: 'boolean', default: false },
  release: { type: 'string' },
  outputs: { type: 'string' },
  'leave-data': { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const COMMANDS: Readonly<Record<string, (tools: Tools, stage: Stage, values: Values) => Promise<number>>> = {
  deploy: (tools, stage, { approve, release = null, outputs = join(ROOT, `outputs-${stage.name}.json`) }) =>
    deploy(tools, stage, { approve, release, outputs }),
  destroy: (tools, stage, values) => destroy(tools, stage, { leaveData: values['leave-data'] }),
  doctor: (tools, stage) => doctor(tools, stage, join(ROOT, 'dist', 'web')),
  async synth({ build: make, say }, { name }) {
    await make('unreleased');
    say(`The templates of stage ${name} lie in cdk.out.`);
    return 0;
  },
};

/** Wrong calls end with 2, what fails with 1, what needs somebody's approval with 3. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true }));
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n${USAGE}\n`);
    return 2;
  }
  const stageName = values.stage ?? (name === 'synth' ? 'production' : undefined);
  if (command === undefined || stageName === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  try {
    const stage = readStage(values.force, stageName);
    const tools = realTools(stage.settings.region, (release) => build(stage.force, stage.name, release));
    return await command(tools, stage, values);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`);
    return FAILED;
  }
}

process.exitCode = await main(process.argv.slice(2));
