// What the managed Node runtime does: loads the handler, asks the Runtime API for work, sends the answers back.
// The time of the embedded cloud comes with each invocation; the bundle knows nothing of it.

import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [host, ...prefix] = process.env.AWS_LAMBDA_RUNTIME_API.split('/');
const [hostname, port] = host.split(':');
// One connection, kept: `fetch` would take three times the processor for the same.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const [file, name] = process.env._HANDLER.split('.');
const RealDate = Date;
const realNow = Date.now;
let offset = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [realNow() + offset] : args));
  }
  static now() {
    return realNow() + offset;
  }
};

const call = (method, action, body = '') =>
  new Promise((resolve, reject) => {
    const path = `/${[...prefix, '2018-06-01/runtime', action].join('/')}`;
    const headers = { 'content-length': Buffer.byteLength(body) };
    const sent = request({ hostname, port, agent, method, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
const post = (action, body) => call('POST', action, JSON.stringify(body));
const errorOf = (cause) => ({
  errorType: cause?.name ?? 'Error',
  errorMessage: String(cause?.message ?? cause),
  stackTrace: String(cause?.stack ?? '').split('\n'),
});

let handler;
try {
  handler = (await import(pathToFileURL(join(process.env.LAMBDA_TASK_ROOT, `${file}.mjs`)).href))[name];
  if (typeof handler !== 'function') throw new TypeError(`${process.env._HANDLER} is no function`);
} catch (cause) {
  console.error(cause);
  await post('init/error', errorOf(cause));
  process.exit(1);
}

for (;;) {
  const { headers, text } = await call('GET', 'invocation/next');
  const requestId = headers['lambda-runtime-aws-request-id'];
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  offset = Number(headers['x-embedded-clock-offset'] ?? 0);
  const event = JSON.parse(text);
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: '',
    logStreamName: '',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - realNow(),
  };
  try {
    await post(`invocation/${requestId}/response`, (await handler(event, context)) ?? null);
  } catch (cause) {
    await post(`invocation/${requestId}/error`, errorOf(cause));
  }
}
