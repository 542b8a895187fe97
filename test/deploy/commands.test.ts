import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../deploy/aws.ts';
import { type DeployOptions, deploy } from '../../deploy/deploy.ts';
import { destroy } from '../../deploy/destroy.ts';
import { CHECKS, doctor } from '../../deploy/doctor.ts';
import { DONE, FAILED, NEEDS_APPROVAL } from '../../deploy/endings.ts';
import { guardedChanges } from '../../deploy/guarded.ts';
import { pageFiles } from '../../deploy/pages.ts';
import { ROOT, readStage } from '../../deploy/stage.ts';
import { realTools } from '../../deploy/tools.ts';
import { buildWeb } from '../../scripts/web.ts';
import { OUTPUTS, recorder, WORLD, type World } from './recorder.ts';

const stage = readStage('demo', 'production');
const OPTIONS: DeployOptions = { approve: false, release: null, outputs: '/any/outputs-production.json' };
const APP = '--app cdk.out';

beforeAll(async () => {
  await buildWeb(join(ROOT, 'dist', 'web'));
});

async function deployed(world: Partial<World> = {}, options = OPTIONS) {
  const { tools, done, said } = recorder(world);
  return { status: await deploy(tools, stage, options), done, said: said.join('\n') };
}

describe('deploy', () => {
  it('checks, tests, shows the difference, deploys, puts the pages there, asks whether it answers, and says how to go back', async () => {
    const { status, done, said } = await deployed();
    expect([status, done]).toEqual([
      DONE,
      [
        'git status --porcelain',
        'git rev-parse --short=12 HEAD',
        'npm run -s check',
        'npm test',
        'build ba9876543210',
        `npx cdk diff --all ${APP}`,
        `npx cdk diff --all --security-only --fail ${APP}`,
        `npx cdk deploy --all --force --require-approval never --outputs-file outputs-production.json ${APP}`,
        'put app.js into pages',
        'put app.css into pages',
        'put config.json into pages',
        'put index.html into pages',
      ],
    ]);
    expect(said).toContain('Release ba9876543210 stands and answers.');
    expect(said).toContain('npm run deploy -- --force demo --stage production --release 0123456789ab --approve');
  });

  it('stops before anything is touched: no credentials, another account, changes in no commit', async () => {
    for (const world of [{ account: null }, { account: '999999999999' }]) {
      const { status, done } = await deployed(world);
      expect([status, done]).toEqual([FAILED, []]);
    }
    const { status, done } = await deployed({ changes: ' M lib/dates.ts\n' });
    expect([status, done]).toEqual([FAILED, ['git status --porcelain']]);
  });

  it.each([
    ['the check', 'npm run -s check'],
    ['a test', 'npm test'],
    ['the difference', 'npx cdk diff --all --app'],
  ])('deploys nothing when %s fails', async (_, command) => {
    const { status, done } = await deployed({ ends: { [command]: 1 } });
    expect(status).toBe(FAILED);
    expect(done.at(-1)?.startsWith(command)).toBe(true);
  });

  it('wants somebody to have read what changes in who may do what', async () => {
    const security = { ends: { 'npx cdk diff --all --security-only': 1 } };
    const { status, done, said } = await deployed(security);
    expect(status).toBe(NEEDS_APPROVAL);
    expect(done.filter((line) => line.includes('cdk deploy'))).toEqual([]);
    expect(said).toContain('--stage production --approve');
    expect((await deployed(security, { ...OPTIONS, approve: true })).status).toBe(DONE);
  });

  it('asks for the same when a tag, a policy of a table or a method changes, which the CDK does not call security', async () => {
    const stood = {
      Resources: { Door: { Type: 'AWS::IAM::Role', Properties: { Tags: [{ Key: 'data-class', Value: 'availability' }] } } },
    };
    const { status, done, said } = await deployed({ templates: { 'production-api': stood } });
    expect([status, done.filter((line) => line.includes('cdk deploy'))]).toEqual([NEEDS_APPROVAL, []]);
    expect(said).toContain('production-api Door');
  });

  it('lets go of a stack that was begun and never stood, so that it can be made', async () => {
    const { status, done } = await deployed({ neverStood: ['production-data'] });
    expect([status, done.includes('unprotect production-data in eu-west-2')]).toEqual([DONE, true]);
  });

  it('says how to go back when CloudFormation fails, and puts no pages there', async () => {
    const { status, done, said } = await deployed({ ends: { 'npx cdk deploy': 1 } });
    expect(status).toBe(FAILED);
    expect(done.at(-1)).toContain('cdk deploy');
    expect(said).toContain('--release 0123456789ab');
  });

  it.each([
    ['https://dashboard.example/', { status: 200, body: '<div id="app">' }, 'content policy'],
    ['https://dashboard.example/', { status: 403 }, 'does not come'],
    ['https://dashboard.example/v1/me', { status: 200 }, 'answers a stranger with 200'],
    ['https://dashboard.example/v1/no-such-route', { status: 502 }, 'unknown route with 502'],
    ['https://issuer.example/.well-known/jwks.json', { status: 404 }, 'no keys'],
    ['https://dashboard.example/config.json', { status: 200, body: '<html>' }, 'where people sign in'],
  ])('fails when what stands does not answer as it should: %s', async (url, answer, sentence) => {
    const { status, said } = await deployed({ web: { ...WORLD.web, [url]: answer } });
    expect([status, said.includes(sentence)]).toEqual([FAILED, true]);
  });

  it('has nothing to go back to the first time', async () => {
    const { 'production-api': _, ...outputs } = OUTPUTS;
    expect((await deployed({ outputs })).said).toContain('There is no release before this one');
  });

  it('goes back by letting the commit deploy itself, and leaves no folder behind', async () => {
    const { status, done } = await deployed({}, { ...OPTIONS, approve: true, release: '0123456789ab' });
    expect([status, done]).toEqual([
      DONE,
      [
        'git cat-file -e 0123456789ab^{commit}',
        'git diff --exit-code 0123456789ab -- config/demo/production.json',
        'git worktree list --porcelain',
        'git worktree add --detach --force 0123456789ab 0123456789ab',
        'npm run -s deploy -- --force demo --stage production --outputs outputs-production.json --approve',
        'git worktree remove --force 0123456789ab',
      ],
    ]);
    const unknown = await deployed({ ends: { 'git cat-file': 128 } }, { ...OPTIONS, approve: true, release: 'nonsense' });
    expect([unknown.status, unknown.done.length]).toEqual([FAILED, 1]);
    const changed = await deployed({ ends: { 'git diff': 1 } }, { ...OPTIONS, approve: true, release: '0123456789ab' });
    expect([changed.status, changed.said.includes('The settings have changed')]).toEqual([NEEDS_APPROVAL, true]);
  });
});

describe('destroy', () => {
  const destroyed = async (leaveData: boolean, world: Partial<World> = {}) => {
    const { tools, done, said } = recorder(world);
    return { status: await destroy(tools, stage, { leaveData }), done, said: said.join('\n') };
  };

  it('names what is kept and does nothing without the flag', async () => {
    const { status, done, said } = await destroyed(false);
    expect([status, done]).toEqual([NEEDS_APPROVAL, []]);
    for (const name of ['Drops', 'Availability', 'Trust', 'Pool', 'TablesKey']) expect(said).toContain(name);
    expect(said).toContain('--leave-data');
  });

  it('lets go of the stacks that stand, and of no data', async () => {
    const { status, done, said } = await destroyed(true);
    expect([status, done]).toEqual([
      DONE,
      [
        'build destroyed',
        'unprotect production-identity in eu-west-2',
        'unprotect production-api in eu-west-2',
        'unprotect production-dashboard in eu-west-2',
        'unprotect production-observability in eu-west-2',
        'empty pages',
        `npx cdk destroy --all --force ${APP}`,
      ],
    ]);
    expect(said).toContain('These stay');
  });

  it('stops at other credentials, and says so when something is left', async () => {
    expect(await destroyed(true, { account: '999999999999' })).toMatchObject({ status: FAILED, done: [] });
    expect((await destroyed(true, { ends: { 'npx cdk destroy': 1 } })).status).toBe(FAILED);
  });
});

describe('doctor', () => {
  const pages = join(ROOT, 'dist', 'web');
  const signIn = { url: 'https://sign-in.example', clientId: 'client' };
  const examined = async (world: Partial<World>) => {
    const hashes = Object.fromEntries(pageFiles(pages, signIn).map(({ name, body }) => [name, hashOf(body)]));
    const { tools, said } = recorder({ hashes, ...world });
    return { status: await doctor(tools, stage, pages), said };
  };

  it('finds nothing where all is well', async () => {
    const { status, said } = await examined({});
    expect([status, said]).toEqual([DONE, CHECKS.map(({ name }) => `ok      ${name}`)]);
  });

  it('knows what can only be known after the first deployment', async () => {
    const { status, said } = await examined({ outputs: { CDKToolkit: OUTPUTS.CDKToolkit }, poolOfDomain: null });
    expect(status).toBe(DONE);
    expect(said.filter((line) => line.startsWith('later')).length).toBe(4);
  });

  it.each([
    ['credentials', { account: null }, 'aws sso login'],
    ['credentials', { account: '999999999999' }, 'of account 999999999999'],
    ['bootstrap of the region', { outputs: {} }, 'npx cdk bootstrap aws://111111111111/eu-west-2'],
    ['bootstrap of us-east-1', { outputs: {} }, 'npx cdk bootstrap aws://111111111111/us-east-1'],
    ['bootstrap of the region', { outputs: { ...OUTPUTS, CDKToolkit: { BootstrapVersion: '6' } } }, 'too old'],
    ['concurrency of Lambda', { concurrency: 10 }, 'Service Quotas'],
    ['domain prefix of the sign-in', { poolOfDomain: 'somebody-else' }, 'identity.domainPrefix'],
    ['role of API Gateway for logs', { logRole: null }, 'deploy again'],
    ['pages of the sign-in', { loginPages: false }, 'Managed login'],
    ['address of the alarms', { subscriptions: { asked: 1, confirmed: 0 } }, 'did not confirm'],
    ['files of the dashboard', { hashes: {} }, 'app.js'],
  ])('says what is wrong with the %s, and what to do', async (name, world, words) => {
    const { status, said } = await examined(world);
    const line = said.find((one) => one.startsWith(`WRONG   ${name}`)) ?? '';
    expect([status, line.includes(words)]).toEqual([FAILED, true]);
  });

  it('reads the metadata of a federation', async () => {
    const metadataUrl = 'https://directory.example/metadata.xml';
    const identity = { ...stage.settings.identity, federation: { kind: 'saml', name: 'Force', metadataUrl } as const };
    const federated = { ...stage, settings: { ...stage.settings, identity } };
    const look = async (web: World['web']) => {
      const { tools } = recorder({ web });
      return await CHECKS.find(({ name }) => name === 'metadata of the federation')?.look(tools, federated, pages);
    };
    expect(await look({})).toContain(metadataUrl);
    expect(await look({ [metadataUrl]: { status: 200, body: '<EntityDescriptor/>' } })).toBeNull();
  });
});

describe('the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'no-aws-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cli = (...args: string[]) => {
    // No profile, no metadata service: whoever tests this has no account.
    const env = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-2' };
    const { status, stdout, stderr } = spawnSync('node', [join(ROOT, 'deploy', 'cli.ts'), ...args], { encoding: 'utf8', env });
    return { status, text: `${stdout}${stderr}` };
  };

  it.each([
    [['deploy'], 'npm run deploy'],
    [['deploy', '--stage', 'production', '--colour', 'blue'], 'colour'],
    [['fly', '--stage', 'production'], 'npm run deploy'],
  ])('tells a wrong call in a line and ends with 2: %j', (args, words) => {
    const { status, text } = cli(...args);
    expect([status, text.includes(words), text.includes('    at ')]).toEqual([2, true, false]);
  });

  it('names the file of a stage that is not there', () => {
    const { status, text } = cli('doctor', '--stage', 'nowhere');
    expect([status, text.includes('config/demo/nowhere.json')]).toEqual([1, true]);
  });

  it('says that there are no credentials, without a stack', () => {
    for (const command of ['deploy', 'doctor', 'destroy']) {
      const { status, text } = cli(command, '--stage', 'production');
      expect([command, status, /credentials/.test(text), text.includes('    at ')]).toEqual([command, 1, true, false]);
    }
  });
});

describe('the real tools', () => {
  const { run } = realTools('eu-west-2', () => Promise.resolve());

  it('run a command, show or keep what it prints, and say how it ended', () => {
    expect(run('true', []).status).toBe(0);
    expect(run('false', []).status).toBe(1);
    expect(run('echo', ['kept'], { keep: true })).toEqual({ status: 0, stdout: 'kept\n' });
    expect(run('no-such-command-here', []).status).toBe(1);
  });

  it('do not let the tests of a deployment speak to the one that an operator looks at', () => {
    process.env.DEPLOYMENT_OUTPUTS = 'outputs-production.json';
    try {
      expect(run('printenv', ['DEPLOYMENT_OUTPUTS'], { keep: true })).toEqual({ status: 1, stdout: '' });
    } finally {
      delete process.env.DEPLOYMENT_OUTPUTS;
    }
  });
});

describe('what guards something', () => {
  it('is named when it is changed, added or taken away, and nothing else is', () => {
    const role = (tags: string[]) => ({ Type: 'AWS::IAM::Role', Properties: { Tags: tags, Description: 'any' } });
    const before = { Resources: { A: role([]), B: role([]), C: { Type: 'AWS::S3::Bucket', Properties: { x: 1 } } } };
    const after = { Resources: { A: role(['x']), C: { Type: 'AWS::S3::Bucket', Properties: { x: 2 } }, D: role([]) } };
    expect(guardedChanges(before, after)).toEqual(['A', 'B', 'D']);
    expect(guardedChanges(null, { Resources: { A: role([]) } })).toEqual(['A']);
    expect(guardedChanges(before, before)).toEqual([]);
  });
});
