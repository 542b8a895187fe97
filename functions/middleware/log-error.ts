import type { Logger } from '@aws-lambda-powertools/logger';
import { ProductError } from '../../lib/errors.ts';

/** Code and class only: a message of another library may quote a value, and over several lines it reaches into the stack. */
export function logError(logger: Logger, cause: unknown, where: Readonly<Record<string, string>> = {}): void {
  const error = cause instanceof Error ? cause : new Error('unknown');
  const code = cause instanceof ProductError ? cause.code : error.name;
  logger.error('target failed', {
    ...where,
    code,
    ...(cause instanceof ProductError ? { detail: cause.message } : { stack: framesOf(error) }),
  });
}

const FRAME = /^ {4}at .*:\d+:\d+\)?$/;

function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, 5)
    .join('\n');
}
