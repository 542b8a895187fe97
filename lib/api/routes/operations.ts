import * as z from 'zod';
import type { Route } from '../route.ts';
import { cursor, none, ofUnit, range } from './parameters.ts';

const feed = z.string().regex(/^[a-z-]{1,40}$/);
const ofDrop = z.strictObject({ feed, name: z.string().min(1).max(120) });

/** Extracts and their rejected rows, and demand. */
export const OPERATIONS_ROUTES = [
  {
    id: 'unitDemand',
    method: 'GET',
    path: '/v1/org-units/{unit}/demand',
    summary: 'Logs that the public opened in an area or the force, by grade and day',
    servedBy: 'operations',
    rule: 'signedIn',
    params: ofUnit,
    query: range.extend({ cursor: cursor.optional() }),
    csv: true,
  },
  {
    id: 'feeds',
    method: 'GET',
    path: '/v1/feeds',
    summary: 'The feeds that one looks after, each with its newest file',
    servedBy: 'operations',
    rule: 'source',
    params: none,
    query: none,
  },
  {
    id: 'drops',
    method: 'GET',
    path: '/v1/drops',
    summary: 'Files of a feed, newest first: whether they count, and their rows',
    servedBy: 'operations',
    rule: 'source',
    params: none,
    query: z.strictObject({ feed, cursor: cursor.optional() }),
    csv: true,
  },
  {
    id: 'drop',
    method: 'GET',
    path: '/v1/drops/{feed}/{name}',
    summary: 'What became of every version of a file, and what is unusual about it',
    servedBy: 'operations',
    rule: 'source',
    params: ofDrop,
    query: none,
  },
  {
    id: 'dropRejections',
    method: 'GET',
    path: '/v1/drops/{feed}/{name}/rejections',
    summary: 'Rejected rows of a file by line, and why',
    servedBy: 'operations',
    rule: 'source',
    params: ofDrop,
    query: z.strictObject({ cursor: cursor.optional() }),
    csv: true,
  },
] as const satisfies readonly Route[];
