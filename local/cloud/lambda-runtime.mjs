// What the managed Node runtime does: loads the handler, asks the Runtime API for work, sends the answers back.
// The time of the embedded cloud comes with each invocation; the bundle knows nothing of it.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
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

const post = (path, body, headers = {}) => fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
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
  await post('/init/error', errorOf(cause));
  process.exit(1);
}

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const requestId = next.headers.get('lambda-runtime-aws-request-id');
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  offset = Number(next.headers.get('x-embedded-clock-offset') ?? 0);
  const event = await next.json();
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn'),
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: '',
    logStreamName: '',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - realNow(),
  };
  try {
    await post(`/invocation/${requestId}/response`, (await handler(event, context)) ?? null);
  } catch (cause) {
    await post(`/invocation/${requestId}/error`, errorOf(cause));
  }
}
