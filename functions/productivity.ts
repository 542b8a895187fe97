import * as z from 'zod';
import { about } from './api/answers/about.ts';
import { comparison } from './api/answers/comparison.ts';
import { me } from './api/answers/me.ts';
import { organisation } from './api/answers/organisation.ts';
import { productivity } from './api/answers/productivity.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { makeDynamo } from './aws/dynamo.ts';
import { tableOf } from './aws/table.ts';
import { readBeside, readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const environment = readEnvironment(commonEnvironment.extend({ PRODUCTIVITY_TABLE: z.string().min(1) }));
const dynamo = makeDynamo();

/** Serves what everybody who is signed in may see; the availability table is out of its reach. */
export const handler = httpHandler(
  {
    ...commonPorts(environment, dynamo, import.meta.url),
    productivity: tableOf(dynamo, environment.PRODUCTIVITY_TABLE),
    openapi: () => readBeside(import.meta.url, 'openapi.json'),
  },
  { ...about, ...comparison, ...me, ...organisation, ...productivity },
  observe('productivity'),
);
